package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/// What the client's TLS refuses of a server.
class ClientTlsEngineTest {
    private static final TestCertificates PKI = new TestCertificates();

    private final TlsEngine client =
            TlsEngine.client(PKI.clientContext(PKI.client("client"), "TLS"));
    private final SSLEngine server = PKI.context(PKI.server("server")).createSSLEngine();
    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final TlsEngine.Sink sink =
            new TlsEngine.Sink() {
                @Override
                public void ciphertext(byte[] bytes) {
                    toServer.writeBytes(bytes);
                }

                @Override
                public void plaintext(byte[] bytes) {}

                @Override
                public void task(Runnable task) {
                    tasks.add(task);
                }
            };

    ClientTlsEngineTest() {
        server.setUseClientMode(false);
    }

    @Test
    void aSecondHandshakeInsideTlsIsRefused() throws Exception {
        server.setEnabledProtocols(new String[] {"TLSv1.2"});
        handshake();
        assertThat(client.protocol()).isEqualTo("TLSv1.2");
        server.beginHandshake();
        assertThatThrownBy(this::handshakeStep)
                .isInstanceOf(TlsFailedException.class)
                .hasMessage("renegotiation inside TLS");
    }

    @Test
    void aServerWithoutForwardSecrecyAndAeadIsRefused() {
        server.setEnabledProtocols(new String[] {"TLSv1.2"});
        server.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"});
        assertThatThrownBy(this::handshake).isInstanceOf(SSLException.class);
    }

    @Test
    void aClosedStreamIsAFailure() throws Exception {
        handshake();
        server.closeOutbound();
        assertThatThrownBy(this::handshakeStep)
                .isInstanceOf(TlsFailedException.class)
                .hasMessage("the peer closed TLS");
    }

    @Test
    void withoutHandshakeThereIsNoChainAndNoKey() {
        assertThatThrownBy(client::peerChain).isInstanceOf(TlsFailedException.class);
        assertThat(client.export("EXPORTER-OpenVPN-datakeys", 256)).isEmpty();
    }

    private void handshake() throws Exception {
        for (int i = 0; i < 10; i++) {
            handshakeStep();
        }
        assertThat(client.isHandshaken()).isTrue();
    }

    /// What the client has to say goes to the server, and the answer back.
    private void handshakeStep() throws Exception {
        advanceClient();
        ByteBuffer in = ByteBuffer.wrap(toServer.toByteArray());
        toServer.reset();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean more = true;
        while (more) {
            more = serverStep(in, answer);
        }
        client.feed(answer.toByteArray());
        advanceClient();
    }

    private void advanceClient() throws TlsFailedException {
        client.advance(sink);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            client.advance(sink);
        }
    }

    private boolean serverStep(ByteBuffer in, ByteArrayOutputStream answer) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(1 << 15);
        return switch (server.getHandshakeStatus()) {
            case NEED_TASK -> {
                server.getDelegatedTask().run();
                yield true;
            }
            case NEED_WRAP -> {
                SSLEngineResult result = server.wrap(ByteBuffer.allocate(0), out);
                answer.writeBytes(Arrays.copyOf(out.array(), out.position()));
                yield result.getStatus() == SSLEngineResult.Status.OK;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                SSLEngineResult result = server.unwrap(in, out);
                yield result.bytesConsumed() > 0;
            }
        };
    }
}
