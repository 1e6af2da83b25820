package io.fieldgate.openvpn.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both ends of our TLS with each other.
class TlsPairTest {
    private static final TestCertificates PKI = new TestCertificates();
    private static final TestCertificates.Issued SERVER = PKI.server("server");
    private static final TestCertificates.Issued CLIENT = PKI.client("client");

    private final End server = new End(TlsEngine.server(PKI.context(SERVER)));

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothEndsAgree(String version) throws Exception {
        End client = client(version);
        connect(client);

        assertThat(client.tls.protocol()).isEqualTo(version);
        assertThat(server.tls.protocol()).isEqualTo(version);
        assertThat(client.tls.peerChain()).containsExactly(SERVER.certificate());
        assertThat(server.tls.peerChain()).containsExactly(CLIENT.certificate());
        byte[] exported = client.tls.export("EXPORTER-one", 256).orElseThrow();
        assertThat(exported).hasSize(256).isNotEqualTo(new byte[256]);
        assertThat(server.tls.export("EXPORTER-one", 256)).hasValue(exported);
        assertThat(server.tls.export("EXPORTER-two", 256).orElseThrow()).isNotEqualTo(exported);
    }

    @Test
    void theClientSpeaksFirstAndOnce() throws Exception {
        End client = client("TLSv1.3");
        server.advance();
        assertThat(server.out).isEmpty();
        client.advance();
        client.advance();
        assertThat(client.out).hasSize(1);
        assertThat(client.out.peek()[0]).isEqualTo((byte) 22);
    }

    /// Forward secrecy and authenticated encryption only.
    @Test
    void theClientOffersNothingOld() throws Exception {
        End client = client("TLSv1.3");
        client.advance();
        ByteBuffer hello = ByteBuffer.wrap(client.out.remove());
        // Record 5, type and length 4, version 2, random 32, then the session id.
        int at = 5 + 4 + 2 + 32;
        at += 1 + hello.get(at);
        Set<String> suites = new TreeSet<>();
        for (int i = 0; i < hello.getShort(at); i += 2) {
            suites.add("%04x".formatted(hello.getShort(at + 2 + i) & 0xffff));
        }
        // The last of TLS 1.2 says that renegotiation is safe; it is no suite.
        suites.remove("00ff");
        assertThat(suites)
                .containsExactly(
                        "1301", "1302", "1303", "c02b", "c02c", "c02f", "c030", "cca8", "cca9");
    }

    @Test
    void aFlightIsGivenOutInOnePiece() throws Exception {
        End client = client("TLSv1.3");
        client.advance();
        server.tls.feed(client.out.remove());
        server.advance();
        assertThat(server.out).hasSize(1);
        assertThat(server.out.peek().length).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void messagesArriveOneByOneHoweverTheirBytesAreCut(String version) throws Exception {
        End client = client(version);
        connect(client);
        List<String> words = List.of("one", "two", "three");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : words) {
            client.tls.write(word.getBytes(UTF_8), client);
            assertThat(client.out).hasSize(1);
            bytes.writeBytes(client.out.remove());
        }
        byte[] all = bytes.toByteArray();
        for (byte one : Arrays.copyOf(all, all.length / 2)) {
            server.tls.feed(new byte[] {one});
            server.advance();
        }
        server.tls.feed(Arrays.copyOfRange(all, all.length / 2, all.length));
        server.advance();
        assertThat(server.heard).isEqualTo(words);
    }

    @Test
    void whatIsLongerThanARecordIsOnePieceAllTheSame() throws Exception {
        End client = client("TLSv1.3");
        connect(client);
        String text = "x".repeat(40_000);
        client.tls.write(text.getBytes(UTF_8), client);
        assertThat(client.out).hasSize(1);
        server.tls.feed(client.out.remove());
        server.advance();
        assertThat(server.heard).hasSizeGreaterThan(2);
        assertThat(String.join("", server.heard)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whoIsRefusedIsSentTheAlert(String version) throws Exception {
        TestCertificates strange = new TestCertificates();
        End client = new End(TlsEngine.client(strange.clientContext(strange.client("c"), version)));
        assertThatThrownBy(() -> connect(client)).isInstanceOf(TlsFailedException.class);
        // The client does not know the server's authority; the server is told, and fails too.
        assertThat(client.out).isNotEmpty();
        for (byte[] bytes = client.out.poll(); bytes != null; bytes = client.out.poll()) {
            server.tls.feed(bytes);
        }
        assertThatThrownBy(server::advance)
                .isInstanceOf(TlsFailedException.class)
                .hasMessageContaining("alert");
        assertThat(server.tls.isHandshaken()).isFalse();
    }

    @Test
    void anImpossibleHelloIsAnsweredWithAnAlert() throws Exception {
        End client = client("TLSv1.3");
        client.advance();
        byte[] hello = client.out.remove();
        hello[9] = 9;
        server.tls.feed(hello);
        assertThatThrownBy(server::advance)
                .isInstanceOf(TlsFailedException.class)
                .hasMessageContaining("protocol_version");
        assertThat(server.out).hasSize(1);
        assertThat(server.out.remove()[0]).isEqualTo((byte) 21);
        server.advance();
        assertThat(server.out).isEmpty();
    }

    private End client(String version) {
        return new End(TlsEngine.client(PKI.clientContext(CLIENT, version)));
    }

    private void connect(End client) throws Exception {
        client.advance();
        boolean moved = true;
        while (moved) {
            boolean up = move(client, server);
            moved = move(server, client) || up;
        }
        assertThat(client.tls.isHandshaken()).isTrue();
        assertThat(server.tls.isHandshaken()).isTrue();
    }

    private static boolean move(End from, End to) throws TlsFailedException {
        byte[] bytes = from.out.poll();
        if (bytes == null) {
            return false;
        }
        to.tls.feed(bytes);
        to.advance();
        return true;
    }

    /// One end, whose tasks run at once.
    private static final class End implements TlsEngine.Sink {
        final TlsEngine tls;
        final Queue<byte[]> out = new ArrayDeque<>();
        final List<String> heard = new ArrayList<>();
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        End(TlsEngine tls) {
            this.tls = tls;
        }

        void advance() throws TlsFailedException {
            tls.advance(this);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                tls.advance(this);
            }
        }

        @Override
        public void ciphertext(byte[] bytes) {
            out.add(bytes);
        }

        @Override
        public void plaintext(byte[] bytes) {
            heard.add(new String(bytes, UTF_8));
        }

        @Override
        public void task(Runnable task) {
            tasks.add(task);
        }
    }
}
