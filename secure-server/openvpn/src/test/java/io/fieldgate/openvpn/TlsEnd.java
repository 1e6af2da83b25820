package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.wire.ControlPacket;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// One end of a key exchange that says in TLS whatever a test wants, for the other end to cope
/// with.
final class TlsEnd implements TlsEngine.Sink {
    final ControlChannel channel;
    final TlsEngine tls;
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    TlsEnd(ControlChannel channel, TlsEngine tls) {
        this.channel = channel;
        this.tls = tls;
    }

    void receive(long nowNanos, List<ControlPacket> packets) throws TlsFailedException {
        packets.forEach(packet -> channel.receive(nowNanos, packet));
        for (byte[] payload = channel.poll(); payload != null; payload = channel.poll()) {
            tls.feed(payload);
        }
    }

    /// Goes on with TLS as far as it can.
    void advance() throws TlsFailedException {
        tls.advance(this);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            tls.advance(this);
        }
    }

    void write(String text) throws TlsFailedException {
        write(text.getBytes(UTF_8));
    }

    /// In one record.
    void write(byte[] plaintext) throws TlsFailedException {
        tls.write(plaintext, this);
    }

    /// What is due for the other end.
    List<ControlPacket> flush(long nowNanos) {
        List<ControlPacket> packets = new ArrayList<>();
        channel.flush(nowNanos, packets::add);
        return packets;
    }

    @Override
    public void ciphertext(byte[] bytes) {
        channel.offer(bytes);
    }

    @Override
    public void plaintext(byte[] bytes) {
        heard.writeBytes(bytes);
    }

    @Override
    public void task(Runnable task) {
        tasks.add(task);
    }
}
