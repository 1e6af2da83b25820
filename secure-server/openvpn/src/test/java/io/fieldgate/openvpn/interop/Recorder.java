package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.LoopbackServer;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.openvpn.wire.Opcode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Writes down what goes into a server.
final class Recorder implements LoopbackServer.Witness {
    final List<Recording.Input> inputs = new CopyOnWriteArrayList<>();
    final List<TlsTape> tapes = new CopyOnWriteArrayList<>();
    private final long startNanos = System.nanoTime();

    @Override
    public void packet(
            long nowNanos,
            long unixSeconds,
            Transport transport,
            InetSocketAddress from,
            ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        inputs.add(
                new Recording.Input.Packet(
                        nowNanos - startNanos,
                        unixSeconds,
                        transport,
                        from,
                        HexFormat.of().formatHex(bytes)));
    }

    @Override
    public void resumed(long nowNanos) {
        inputs.add(new Recording.Input.Resumed(nowNanos - startNanos));
    }

    @Override
    public void hungUp(long nowNanos) {
        inputs.add(new Recording.Input.HungUp(nowNanos - startNanos));
    }

    void ordered(long nowNanos, Order order) {
        inputs.add(new Recording.Input.Ordered(nowNanos - startNanos, order.text()));
    }

    /// How many packets with this opcode and key id came.
    long count(Opcode opcode, int keyId) {
        String first = HexFormat.of().toHexDigits(opcode.firstByte(keyId));
        return packets().filter(packet -> packet.packet().startsWith(first)).count();
    }

    /// How the last packet came.
    Transport lastTransport() {
        return packets().toList().getLast().transport();
    }

    private Stream<Recording.Input.Packet> packets() {
        return inputs.stream()
                .filter(Recording.Input.Packet.class::isInstance)
                .map(Recording.Input.Packet.class::cast);
    }
}
