package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.wire.ControlPacket;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/// A peer that cuts TLS into the smallest records it can: each packet then holds as many as
/// possible, and what is done for each of them counts.
class PacketCostTest {
    private static final long MAX_ALLOCATED = 1 << 20;
    private static final int RECORDS = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Queue<byte[]> fromServer = new ArrayDeque<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    private final TlsEngine server =
            TlsEngine.server(VirtualWorld.PKI.context(VirtualWorld.SERVER));
    private final TlsEngine.Sink sink = new ServerSink();
    private final ClientTls client =
            new ClientTls(
                    VirtualWorld.PKI.context(VirtualWorld.CLIENT),
                    List.of("TLSv1.3"),
                    new ClientSink());

    @Test
    void aClientHelloInRecordsOfOneByteCostsLittle() throws Exception {
        client.advance();
        byte[] hello = fragmented(taken());
        byte[] packet = Arrays.copyOf(hello, ControlPacket.MAX_LENGTH / 6 * 6);
        costOf(Arrays.copyOfRange(hello, 0, 60));

        assertThat(costOf(Arrays.copyOfRange(packet, 60, packet.length))).isLessThan(MAX_ALLOCATED);
    }

    @Test
    void manyRecordsOfOneByteInOnePacketCostLittle() throws Exception {
        handshake();
        for (int i = 0; i < RECORDS; i++) {
            client.write(new byte[] {(byte) i});
        }
        byte[] packet = taken();
        assertThat(packet.length).isLessThan(ControlPacket.MAX_LENGTH);
        assertThat(costOf(packet)).isLessThan(MAX_ALLOCATED);
        assertThat(plaintext.size()).isEqualTo(RECORDS);
    }

    private void handshake() throws Exception {
        client.advance();
        for (int round = 0; round < 10; round++) {
            feed(taken());
            runTasks();
            for (byte[] bytes = fromServer.poll(); bytes != null; bytes = fromServer.poll()) {
                client.feed(bytes);
            }
            client.advance();
        }
        assertThat(server.isHandshaken()).isTrue();
    }

    private long costOf(byte[] packet) throws TlsFailedException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        feed(packet);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private void feed(byte[] bytes) throws TlsFailedException {
        server.feed(bytes);
        server.advance(sink);
    }

    private void runTasks() throws TlsFailedException {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            server.advance(sink);
        }
    }

    private byte[] taken() {
        byte[] bytes = fromClient.toByteArray();
        fromClient.reset();
        return bytes;
    }

    /// The one record of a handshake message, cut into records of one byte.
    private static byte[] fragmented(byte[] record) {
        byte[] fragments = new byte[(record.length - 5) * 6];
        for (int i = 5; i < record.length; i++) {
            byte[] fragment = {22, 3, 1, 0, 1, record[i]};
            System.arraycopy(fragment, 0, fragments, (i - 5) * 6, 6);
        }
        return fragments;
    }

    private final class ServerSink implements TlsEngine.Sink {
        @Override
        public void ciphertext(byte[] bytes) {
            fromServer.add(bytes);
        }

        @Override
        public void plaintext(byte[] bytes) {
            plaintext.writeBytes(bytes);
        }

        @Override
        public void task(Runnable task) {
            tasks.add(task);
        }
    }

    private final class ClientSink implements ClientTls.Sink {
        @Override
        public void ciphertext(byte[] bytes) {
            fromClient.writeBytes(bytes);
        }

        @Override
        public void handshaken() throws SSLException {}

        @Override
        public void plaintext(ByteBuffer ignored) throws SSLException {}
    }
}
