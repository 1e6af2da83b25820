package io.fieldgate.openvpn.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Drives one end of the TLS of one key id. TLS bytes in order go in and come out; slow work is
/// handed out as a task, and nothing moves until it has run and [#advance] is called again.
///
/// Never sends close_notify: clients take it for the end of the connection. Never renegotiates
/// inside TLS: each key id is a new TLS session.
///
/// Owned by one thread; only a task runs elsewhere.
public final class TlsEngine {
    /// TLS bytes that may wait while a task runs. A flight with a long certificate chain is far
    /// smaller.
    public static final int MAX_WAITING = 64 * 1024;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final SSLEngine engine;
    private byte[] waiting = new byte[0];
    private int taken;
    private @Nullable ByteBuffer opened;
    private @Nullable Task task;
    private boolean begun;
    private boolean handshaken;
    private boolean failed;

    private TlsEngine(SSLEngine engine) {
        this.engine = engine;
    }

    /// The server's end; asks for the client's certificate.
    public static TlsEngine server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = modern(engine);
        parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
        parameters.setNeedClientAuth(true);
        engine.setSSLParameters(parameters);
        return new TlsEngine(engine);
    }

    /// The client's end: no server name, never a resumed session. The context's trust manager says
    /// whether the server's certificate is good. A context made for `TLSv1.2` offers no more.
    public static TlsEngine client(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = modern(engine);
        List<String> enabled = List.of(engine.getEnabledProtocols());
        parameters.setProtocols(
                PROTOCOLS.stream().filter(enabled::contains).toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return new TlsEngine(engine);
    }

    private static SSLParameters modern(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setCipherSuites(modern(engine.getSupportedCipherSuites()));
        parameters.setUseCipherSuitesOrder(true);
        return parameters;
    }

    /// Forward secret and authenticated encryption only: all of TLS 1.3, ECDHE with AEAD of TLS
    /// 1.2.
    private static String[] modern(String[] suites) {
        return Arrays.stream(suites)
                .filter(suite -> suite.contains("_GCM_") || suite.contains("CHACHA20"))
                .filter(suite -> suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"))
                .toArray(String[]::new);
    }

    /// Takes TLS bytes from the peer; [#advance] works on them.
    public void feed(byte[] ciphertext) throws TlsFailedException {
        if (waiting.length + ciphertext.length > MAX_WAITING) {
            throw new TlsFailedException("too many TLS bytes wait");
        }
        byte[] joined = Arrays.copyOf(waiting, waiting.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, joined, waiting.length, ciphertext.length);
        waiting = joined;
    }

    /// Works until more bytes or a task must come first. What the peer must get is collected and
    /// given out in one piece, also when this fails: then it is the alert.
    public void advance(Sink sink) throws TlsFailedException {
        if (failed || (task != null && !task.done)) {
            return;
        }
        task = null;
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        try {
            begin();
            boolean more = true;
            while (more) {
                more = step(flight, sink);
            }
        } catch (SSLException | RuntimeException e) {
            // A trust manager or a provider that throws something else must not end the server.
            failed = true;
            wrapAlert(flight);
            throw new TlsFailedException(String.valueOf(e.getMessage()));
        } finally {
            waiting = Arrays.copyOfRange(waiting, taken, waiting.length);
            taken = 0;
            opened = null;
            if (flight.size() > 0) {
                sink.ciphertext(flight.toByteArray());
            }
        }
    }

    /// Encrypts one message, in one TLS record, and gives it out by itself.
    public void write(byte[] plaintext, Sink sink) throws TlsFailedException {
        ByteBuffer in = ByteBuffer.wrap(plaintext);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        try {
            while (in.hasRemaining()) {
                SSLEngineResult result = wrap(in, record);
                if (result.getStatus() != SSLEngineResult.Status.OK) {
                    throw new SSLException("cannot write: " + result.getStatus());
                }
            }
        } catch (SSLException e) {
            failed = true;
            throw new TlsFailedException(String.valueOf(e.getMessage()));
        }
        sink.ciphertext(record.toByteArray());
    }

    /// Whether the handshake is complete, so that the following may be asked.
    public boolean isHandshaken() {
        return handshaken;
    }

    /// Such as `TLSv1.3`.
    public String protocol() {
        return engine.getSession().getProtocol();
    }

    /// The chain that the peer presented, its own certificate first.
    public List<X509Certificate> peerChain() throws TlsFailedException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
        } catch (SSLPeerUnverifiedException e) {
            throw new TlsFailedException("the peer showed no certificate");
        }
        return chain;
    }

    /// Exported keying material without context (RFC 5705, RFC 8446 7.5), or empty where TLS cannot
    /// give it: TLS 1.2 without the extended master secret.
    public Optional<byte[]> export(String label, int length) {
        if (!(engine.getSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        try {
            return Optional.of(session.exportKeyingMaterialData(label, null, length));
        } catch (SSLException e) {
            return Optional.empty();
        }
    }

    /// A client speaks first.
    private void begin() throws SSLException {
        if (!begun && engine.getUseClientMode()) {
            begun = true;
            engine.beginHandshake();
        }
    }

    private boolean step(ByteArrayOutputStream flight, Sink sink) throws SSLException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                handOutTask(sink);
                yield false;
            }
            case NEED_WRAP -> wrapHandshake(flight);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap(sink);
        };
    }

    private void handOutTask(Sink sink) throws SSLException {
        refuseRenegotiation();
        List<Runnable> parts = new ArrayList<>();
        for (Runnable part = engine.getDelegatedTask();
                part != null;
                part = engine.getDelegatedTask()) {
            parts.add(part);
        }
        Task next = new Task(parts);
        task = next;
        sink.task(next);
    }

    private boolean wrapHandshake(ByteArrayOutputStream flight) throws SSLException {
        SSLEngineResult result = wrap(EMPTY, flight);
        noteFinished(result);
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private SSLEngineResult wrap(ByteBuffer in, ByteArrayOutputStream out) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(in, record);
        out.write(record.array(), 0, record.position());
        return result;
    }

    private boolean unwrap(Sink sink) throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(waiting, taken, waiting.length - taken);
        ByteBuffer plaintext = opened();
        SSLEngineResult result = engine.unwrap(in, plaintext);
        taken = in.position();
        noteFinished(result);
        if (result.getStatus() == SSLEngineResult.Status.OK) {
            refuseRenegotiation();
        }
        if (plaintext.position() > 0) {
            byte[] opened = new byte[plaintext.position()];
            plaintext.get(0, opened);
            sink.plaintext(opened);
        }
        return switch (result.getStatus()) {
            case OK -> result.bytesConsumed() > 0 || result.bytesProduced() > 0 || isHandshaking();
            case BUFFER_UNDERFLOW -> false;
            case CLOSED -> throw new SSLException("the peer closed TLS");
            case BUFFER_OVERFLOW -> throw new SSLException("a TLS record is too long");
        };
    }

    /// One buffer for all records of a call: a peer may send very many very small ones.
    private ByteBuffer opened() {
        int size = engine.getSession().getApplicationBufferSize();
        ByteBuffer buffer = opened;
        if (buffer == null || buffer.capacity() < size) {
            buffer = ByteBuffer.allocate(size);
            opened = buffer;
        }
        return buffer.clear();
    }

    private boolean isHandshaking() {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK, NEED_WRAP -> true;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> false;
        };
    }

    private void noteFinished(SSLEngineResult result) {
        if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
            handshaken = true;
        }
    }

    /// A second handshake in the same TLS 1.2 session: never wanted, and an old way to attack.
    private void refuseRenegotiation() throws SSLException {
        boolean again =
                handshaken
                        && engine.getHandshakeStatus()
                                != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
        if (again && engine.getSession().getProtocol().equals("TLSv1.2")) {
            throw new SSLException("renegotiation inside TLS");
        }
    }

    private void wrapAlert(ByteArrayOutputStream flight) {
        try {
            if (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
                wrap(EMPTY, flight);
            }
        } catch (SSLException alreadyFailed) {
            // The first failure is the one that is reported; without the alert the peer times out.
            failed = true;
        }
    }

    /// Where TLS puts what it makes.
    public interface Sink {
        /// TLS bytes for the peer. Each call's bytes must begin a new control packet.
        void ciphertext(byte[] bytes);

        /// Application data from the peer, the content of one record.
        void plaintext(byte[] bytes);

        /// Slow work for another thread; afterwards [TlsEngine#advance].
        void task(Runnable task);
    }

    private static final class Task implements Runnable {
        private final List<Runnable> parts;
        volatile boolean done;

        Task(List<Runnable> parts) {
            this.parts = parts;
        }

        @Override
        public void run() {
            try {
                parts.forEach(Runnable::run);
            } finally {
                done = true;
            }
        }
    }
}
