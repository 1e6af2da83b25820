package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// What an owner can do to a running session, as a line of text: `restart REASON`, `halt REASON`,
/// `send HEX`.
record Order(String text) {
    void run(ServerSession session, long nowNanos, Session.Output output) {
        int blank = text.indexOf(' ');
        String argument = text.substring(blank + 1);
        switch (text.substring(0, blank)) {
            case "restart" -> session.restart(nowNanos, argument, output);
            case "halt" -> session.halt(nowNanos, argument, output);
            case "send" -> {
                ByteBuffer packet = ByteBuffer.wrap(HexFormat.of().parseHex(argument));
                session.send(nowNanos, packet, output);
            }
            default -> throw new IllegalArgumentException(text);
        }
    }
}
