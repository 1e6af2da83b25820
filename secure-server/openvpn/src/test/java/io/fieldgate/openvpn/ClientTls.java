package io.fieldgate.openvpn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/// The client end of TLS, for tests: bytes in, bytes out, tasks run at once.
final class ClientTls {
    private final SSLEngine engine;
    private final Sink sink;
    private byte[] waiting = new byte[0];
    private boolean begun;
    private Optional<String> alert = Optional.empty();

    /// Where the client's TLS puts what it makes.
    interface Sink {
        void ciphertext(byte[] bytes);

        /// The handshake is complete, or has been for some time.
        void handshaken() throws SSLException;

        void plaintext(ByteBuffer plaintext) throws SSLException;
    }

    ClientTls(SSLContext context, List<String> protocols, Sink sink) {
        this.engine = context.createSSLEngine();
        this.sink = sink;
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(protocols.toArray(String[]::new));
    }

    /// What the server's alert said, if there was one.
    Optional<String> alert() {
        return alert;
    }

    void feed(byte[] bytes) {
        byte[] joined = Arrays.copyOf(waiting, waiting.length + bytes.length);
        System.arraycopy(bytes, 0, joined, waiting.length, bytes.length);
        waiting = joined;
    }

    void advance() throws SSLException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        boolean more = true;
        while (more) {
            more =
                    switch (engine.getHandshakeStatus()) {
                        case NEED_TASK -> {
                            engine.getDelegatedTask().run();
                            yield true;
                        }
                        case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                        case NOT_HANDSHAKING, FINISHED -> {
                            sink.handshaken();
                            yield unwrap();
                        }
                        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                    };
        }
    }

    /// Starts a second handshake in the same session, which only TLS 1.2 knows.
    void renegotiate() throws SSLException {
        begun = false;
        advance();
    }

    void write(byte[] plaintext) throws SSLException {
        wrap(ByteBuffer.wrap(plaintext));
    }

    byte[] export(String label) throws SSLException {
        ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
        return session.exportKeyingMaterialData(label, null, 256);
    }

    private boolean wrap(ByteBuffer plaintext) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(1 << 16);
        SSLEngineResult result = engine.wrap(plaintext, record);
        if (record.position() > 0) {
            sink.ciphertext(Arrays.copyOf(record.array(), record.position()));
        }
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private boolean unwrap() throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(waiting);
        ByteBuffer plaintext = ByteBuffer.allocate(1 << 16);
        SSLEngineResult result;
        try {
            result = engine.unwrap(in, plaintext);
        } catch (SSLException e) {
            alert = Optional.of(String.valueOf(e.getMessage()));
            return false;
        }
        waiting = Arrays.copyOfRange(waiting, in.position(), waiting.length);
        if (plaintext.position() > 0) {
            sink.plaintext(plaintext.flip());
        }
        return result.getStatus() == SSLEngineResult.Status.OK
                && (result.bytesConsumed() > 0 || result.bytesProduced() > 0);
    }
}
