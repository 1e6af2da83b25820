package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.Factor;
import io.fieldgate.openvpn.LiveSettings;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/// What an owner can do to a running session, as a line of text: `restart REASON`, `next REASON`
/// (to the next server), `halt REASON`, `send HEX`, `confirm FACTOR`, `update NETWORK` (a new
/// route).
record Order(String text) {
    void run(ServerSession session, long nowNanos, Session.Output output) {
        int blank = text.indexOf(' ');
        String argument = text.substring(blank + 1);
        switch (text.substring(0, blank)) {
            case "restart" -> session.restart(nowNanos, argument, output);
            case "next" -> session.restart(nowNanos, argument, true, output);
            case "confirm" -> {
                Factor factor = Factor.valueOf(argument);
                session.confirm(nowNanos, session.openQuestion(), factor, output);
            }
            case "update" -> {
                Admission.Route route = new Admission.Route(InetAddress.ofLiteral(argument), 24);
                LiveSettings settings = new LiveSettings(List.of(route), Admission.Dns.NONE);
                session.update(nowNanos, settings, output);
            }
            case "halt" -> session.halt(nowNanos, argument, output);
            case "send" -> {
                ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(argument));
                session.send(nowNanos, packet, output);
            }
            default -> throw new IllegalArgumentException(text);
        }
    }
}
