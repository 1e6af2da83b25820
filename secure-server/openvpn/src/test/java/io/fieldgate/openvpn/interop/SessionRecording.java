package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.CloseReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.wire.Opcode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Makes the recordings that [RecordingTest] replays: the tunnel comes up, pings go both ways, one
/// side renegotiates, the client goes on sending, and leaves.
final class SessionRecording {
    private static final Duration LONG = Duration.ofSeconds(30);

    private SessionRecording() {}

    /// @param byServer whether the server renegotiates; else the client does, and sends with the
    ///   new key before it leaves
    static void make(
            Program program,
            String transport,
            String wrap,
            boolean byServer,
            Path directory,
            Path recording)
            throws IOException {
        Setting plain = Setting.of(transport).wrap(wrap);
        Setting setting = byServer ? plain.policy("renegotiate=11") : plain.profile("reneg-sec 11");
        try (Lab lab = new Lab(program, setting, directory)) {
            lab.awaitUp();
            ping(lab, 1);
            lab.await("new key", LONG, () -> !lab.events(Event.Rekeyed.class).isEmpty());
            int before = lab.server.dataPackets.get();
            lab.await(
                    "data afterwards",
                    LONG,
                    () ->
                            byServer
                                    ? lab.server.dataPackets.get() >= before + 3
                                    : lab.recorder.count(Opcode.DATA_V2, 1) >= 2);
            ping(lab, 2);
            lab.client.interrupt();
            CloseReason end =
                    transport.startsWith("udp") ? CloseReason.PEER_EXIT : CloseReason.CLOSED;
            lab.await("its end", () -> lab.isClosed(end));
            lab.requireNoDrops();
            String how =
                    "%s InteropRun --record, loopback, %s %s, renegotiated by the %s%s"
                            .formatted(
                                    LocalDate.now(ZoneOffset.UTC),
                                    transport,
                                    wrap,
                                    byServer ? "server" : "client",
                                    program.tun() ? ", with interface" : "");
            Files.writeString(recording, RecordingText.write(lab.recording(how)));
        }
    }

    /// One more IP packet from the client, if it has an interface.
    private static void ping(Lab lab, int wanted) throws IOException {
        if (lab.program.tun()) {
            new ProcessBuilder("ping", "-c", "1", "-s", "8", "-W", "1", "100.64.0.1").start();
            lab.await("IP packet", () -> lab.server.delivered.size() >= wanted);
        }
    }
}
