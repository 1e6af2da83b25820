package io.fieldgate.openvpn.interop;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Plays a tape: given the same bytes it gives the same plaintexts. What it makes has the recorded
/// length and no meaning.
final class TapedEngine extends ForwardingEngine {
    private static final int RECORD_HEADER = 5;
    private static final int RECORD_OVERHEAD = 17;

    private final TlsTape tape;
    private final SSLSession session;
    private int next;
    private boolean finished;

    /// @param settings takes the settings; never used for TLS
    TapedEngine(SSLEngine settings, TlsTape tape) {
        super(settings);
        this.tape = tape;
        this.session = new TapedSession(tape);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
            throws SSLException {
        if (!(step() instanceof TlsTape.Step.Took took) || from.remaining() < took.length()) {
            return new SSLEngineResult(Status.BUFFER_UNDERFLOW, getHandshakeStatus(), 0, 0);
        }
        ByteBuffer record = from.slice(from.position(), took.length());
        CRC32 checksum = new CRC32();
        checksum.update(record);
        if (checksum.getValue() != took.checksum()) {
            throw new SSLException("TLS bytes differ from the recorded ones");
        }
        from.position(from.position() + took.length());
        byte[] plaintext = HexFormat.of().parseHex(took.plaintext());
        to[offset].put(plaintext);
        return done(took.finished(), took.length(), plaintext.length);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
            throws SSLException {
        int consumed = 0;
        for (int i = offset; i < offset + length; i++) {
            consumed += from[i].remaining();
            from[i].position(from[i].limit());
        }
        if (consumed > 0) {
            int produced = RECORD_HEADER + consumed + RECORD_OVERHEAD;
            to.put(new byte[produced]);
            return new SSLEngineResult(Status.OK, getHandshakeStatus(), consumed, produced);
        }
        if (!(step() instanceof TlsTape.Step.Made made)) {
            throw new SSLException("the tape has nothing to send here");
        }
        to.put(new byte[made.length()]);
        return done(made.finished(), 0, made.length());
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        if (!(step() instanceof TlsTape.Step.Task)) {
            return null;
        }
        next++;
        return () -> {};
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return switch (step()) {
            case null -> HandshakeStatus.NOT_HANDSHAKING;
            case TlsTape.Step.Task _ -> HandshakeStatus.NEED_TASK;
            case TlsTape.Step.Made _ -> HandshakeStatus.NEED_WRAP;
            case TlsTape.Step.Took _ ->
                    finished ? HandshakeStatus.NOT_HANDSHAKING : HandshakeStatus.NEED_UNWRAP;
        };
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    private TlsTape.@Nullable Step step() {
        return next < tape.steps.size() ? tape.steps.get(next) : null;
    }

    private SSLEngineResult done(boolean finishes, int consumed, int produced) {
        next++;
        finished |= finishes;
        HandshakeStatus status = finishes ? HandshakeStatus.FINISHED : getHandshakeStatus();
        return new SSLEngineResult(Status.OK, status, consumed, produced);
    }
}
