package io.fieldgate.openvpn.interop;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// A real TLS engine that writes down what it does.
final class RecordingEngine extends ForwardingEngine {
    static final List<String> LABELS =
            List.of("EXPORTER-OpenVPN-datakeys", "EXPORTER-OpenVPN-dynamic-tls-crypt");
    private static final int EXPORT_LENGTH = 256;

    private final String version;
    private final TlsTape tape;

    /// @param version the only one to speak; empty for what it is told
    RecordingEngine(SSLEngine engine, String version, TlsTape tape) {
        super(engine);
        this.version = version;
        this.tape = tape;
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        if (!version.isEmpty()) {
            parameters.setProtocols(new String[] {version});
        }
        super.setSSLParameters(parameters);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
            throws SSLException {
        // Decryption happens in place.
        byte[] before = new byte[from.remaining()];
        from.duplicate().get(before);
        int start = to[offset].position();
        SSLEngineResult result = super.unwrap(from, to, offset, length);
        if (result.bytesConsumed() > 0) {
            CRC32 checksum = new CRC32();
            checksum.update(before, 0, result.bytesConsumed());
            ByteBuffer plaintext = to[offset].duplicate().flip().position(start);
            byte[] bytes = new byte[plaintext.remaining()];
            plaintext.get(bytes);
            tape.steps.add(
                    new TlsTape.Step.Took(
                            result.bytesConsumed(),
                            checksum.getValue(),
                            HexFormat.of().formatHex(bytes),
                            finished(result)));
        }
        return result;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to)
            throws SSLException {
        boolean handshake = true;
        for (int i = offset; i < offset + length; i++) {
            handshake &= !from[i].hasRemaining();
        }
        SSLEngineResult result = super.wrap(from, offset, length, to);
        if (handshake && result.bytesProduced() > 0) {
            tape.steps.add(new TlsTape.Step.Made(result.bytesProduced(), finished(result)));
        }
        return result;
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        Runnable task = super.getDelegatedTask();
        if (task != null) {
            tape.steps.add(new TlsTape.Step.Task());
        }
        return task;
    }

    private boolean finished(SSLEngineResult result) throws SSLException {
        boolean finished = result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED;
        if (finished && tape.chain.isEmpty()) {
            ExtendedSSLSession session = (ExtendedSSLSession) getSession();
            tape.protocol = session.getProtocol();
            for (Certificate certificate : session.getPeerCertificates()) {
                tape.chain.add((X509Certificate) certificate);
            }
            LABELS.forEach(label -> export(session, label));
        }
        return finished;
    }

    private void export(ExtendedSSLSession session, String label) {
        try {
            byte[] exported = session.exportKeyingMaterialData(label, null, EXPORT_LENGTH);
            tape.exports.put(label, HexFormat.of().formatHex(exported));
        } catch (SSLException notPossible) {
            // TLS 1.2 without the extended master secret; the tape says so by its silence.
            tape.exports.remove(label);
        }
    }
}
