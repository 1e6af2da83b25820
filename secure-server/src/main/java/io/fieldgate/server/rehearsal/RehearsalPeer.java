package io.fieldgate.server.rehearsal;

import io.fieldgate.openvpn.ClientConfig;
import io.fieldgate.openvpn.ClientEvent;
import io.fieldgate.openvpn.ClientProtection;
import io.fieldgate.openvpn.ClientSession;
import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A peer that dials in over loopback, by the library's own client. Driven by one thread.
final class RehearsalPeer implements ClientSession.Output, Closeable {
    private static final int LONGEST = 1 << 16;
    private static final long STEP_MILLIS = 5;
    private static final int LATEST_DATAGRAMS = 64;

    private final DatagramChannel channel = DatagramChannel.open();
    private final Selector selector = Selector.open();
    private final InetSocketAddress server;
    private final ClientSession session;
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
    private @Nullable Runnable task;
    private boolean up;
    private String trouble = "";
    private int delivered;

    RehearsalPeer(
            UUID id, RehearsalCa ca, RehearsalCa.Issued own, TlsCryptV2ServerKey wrapping, int port)
            throws IOException, GeneralSecurityException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        channel.configureBlocking(false);
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_READ);
        SecureRandom random = new SecureRandom();
        ClientProtection protection =
                new ClientProtection.TlsCryptV2(
                        wrapping.wrap(StaticKey.generate(random), ClientKeyMetadata.ofPeer(id)));
        session =
                ClientSession.create(
                        new ClientConfig(server, Transport.UDP, protection, ca.tls(own)),
                        random,
                        System.nanoTime(),
                        InstantSource.system().instant().getEpochSecond());
    }

    boolean isUp() {
        return up;
    }

    /// What went wrong; empty if nothing did.
    String trouble() {
        return trouble;
    }

    /// How many IP packets came out of the tunnel.
    int delivered() {
        return delivered;
    }

    void send(ByteBuffer ipPacket) {
        session.send(System.nanoTime(), ipPacket, this);
    }

    /// Does what is due; waits for a packet for some milliseconds at most.
    void step() throws IOException {
        long now = System.nanoTime();
        if (session.nextDeadline() != Long.MAX_VALUE && session.nextDeadline() - now <= 0) {
            session.tick(now, this);
        }
        Runnable slow = task;
        if (slow != null) {
            task = null;
            slow.run();
            session.resume(System.nanoTime(), this);
        }
        selector.select(STEP_MILLIS);
        selector.selectedKeys().clear();
        for (int i = 0; i < LATEST_DATAGRAMS; i++) {
            buffer.clear();
            if (channel.read(buffer) <= 0) {
                return;
            }
            session.receive(System.nanoTime(), server, buffer.flip(), this);
        }
    }

    @Override
    public void transmit(ByteBuffer packet) {
        try {
            channel.write(packet);
        } catch (IOException refused) {
            trouble = "cannot send over loopback: " + refused.getMessage();
        }
    }

    @Override
    public void deliver(ByteBuffer ipPacket) {
        delivered++;
    }

    @Override
    public void report(ClientEvent event) {
        switch (event) {
            case ClientEvent.Established _ -> up = true;
            case ClientEvent.Closed(var end) -> trouble = "the session ended: " + end;
            default -> {}
        }
    }

    @Override
    public void compute(Runnable tlsTask) {
        task = tlsTask;
    }

    @Override
    public void drop(DropReason reason) {
        // Counts in no rehearsal: what matters is what arrives.
    }

    @Override
    public void close() throws IOException {
        session.leave(System.nanoTime(), this);
        selector.close();
        channel.close();
    }
}
