package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.TestCertificates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the server's TLS refuses.
class TlsEngineTest {
    private static final TestCertificates PKI = new TestCertificates();

    private final TlsEngine server = TlsEngine.server(PKI.context(PKI.server("server")));
    private final SSLEngine client = PKI.context(PKI.client("client")).createSSLEngine();
    private final List<byte[]> fromServer = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final TlsEngine.Sink sink =
            new TlsEngine.Sink() {
                @Override
                public void ciphertext(byte[] bytes) {
                    fromServer.add(bytes);
                }

                @Override
                public void plaintext(byte[] bytes) {}

                @Override
                public void task(Runnable task) {
                    tasks.add(task);
                }
            };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"
            })
    void aClientWithOldCipherSuitesOnlyIsRefused(String suite) throws Exception {
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        client.setEnabledCipherSuites(new String[] {suite});
        assertThatThrownBy(this::hello).isInstanceOf(TlsFailedException.class);
    }

    @Test
    void aClientWithAModernSuiteIsAnswered() throws Exception {
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"});
        hello();
        assertThat(fromServer).isNotEmpty();
    }

    /// The order is ours, not the client's.
    @Test
    void theServerChoosesTheCipherSuite() throws Exception {
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        client.setEnabledCipherSuites(
                new String[] {
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
                });
        hello();
        ByteBuffer serverHello = ByteBuffer.wrap(fromServer.getFirst());
        // Record 5, type and length 4, version 2, random 32, then the session id.
        int at = 5 + 4 + 2 + 32;
        int suite = serverHello.getShort(at + 1 + serverHello.get(at)) & 0xffff;
        assertThat(suite).isEqualTo(0xC02C);
    }

    @Test
    void bytesWaitUpToALimit() throws Exception {
        server.feed(new byte[TlsEngine.MAX_WAITING]);
        assertThatThrownBy(() -> server.feed(new byte[1])).isInstanceOf(TlsFailedException.class);

        TlsEngine other = TlsEngine.server(PKI.context(PKI.server("server")));
        other.feed(new byte[TlsEngine.MAX_WAITING - 10]);
        assertThatThrownBy(() -> other.feed(new byte[11])).isInstanceOf(TlsFailedException.class);
    }

    @Test
    void noiseFailsAndNothingHappensAfterwards() throws Exception {
        server.feed(new byte[] {1, 2, 3, 4, 5, 6, 7});
        assertThatThrownBy(() -> server.advance(sink)).isInstanceOf(TlsFailedException.class);
        fromServer.clear();
        server.advance(sink);
        assertThat(fromServer).isEmpty();
        assertThat(server.isHandshaken()).isFalse();
        assertThatThrownBy(server::peerChain).isInstanceOf(TlsFailedException.class);
    }

    @Test
    void nothingMovesWhileATaskRuns() throws Exception {
        client.setUseClientMode(true);
        server.feed(clientHello());
        server.advance(sink);
        assertThat(tasks).hasSize(1);
        server.feed(new byte[] {1, 2, 3, 4, 5, 6, 7});
        server.advance(sink);
        assertThat(fromServer).isEmpty();
        assertThat(tasks).hasSize(1);
    }

    private void hello() throws Exception {
        server.feed(clientHello());
        server.advance(sink);
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
            server.advance(sink);
        }
    }

    private byte[] clientHello() throws Exception {
        ByteBuffer record = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        SSLEngineResult result = client.wrap(ByteBuffer.allocate(0), record);
        assertThat(result.bytesProduced()).isPositive();
        return Arrays.copyOf(record.array(), record.position());
    }
}
