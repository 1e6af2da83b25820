package io.fieldgate.openvpn.interop;

import java.security.Principal;
import java.security.cert.Certificate;
import java.util.HexFormat;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/// What a tape knows about its TLS session.
final class TapedSession extends ExtendedSSLSession {
    private static final int BUFFER = 17 * 1024;

    private final TlsTape tape;

    TapedSession(TlsTape tape) {
        this.tape = tape;
    }

    @Override
    public String getProtocol() {
        return tape.protocol;
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (tape.chain.isEmpty()) {
            throw new SSLPeerUnverifiedException("no certificate on the tape");
        }
        return tape.chain.toArray(Certificate[]::new);
    }

    @Override
    public byte[] exportKeyingMaterialData(String label, byte @Nullable [] context, int length)
            throws SSLKeyException {
        String exported = tape.exports.get(label);
        if (exported == null) {
            throw new SSLKeyException("not on the tape: " + label);
        }
        return HexFormat.of().parseHex(exported, 0, 2 * length);
    }

    @Override
    public int getPacketBufferSize() {
        return BUFFER;
    }

    @Override
    public int getApplicationBufferSize() {
        return BUFFER;
    }

    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public String getCipherSuite() {
        throw unknown();
    }

    @Override
    public byte[] getId() {
        return new byte[0];
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        throw unknown();
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        throw unknown();
    }

    @Override
    public @Nullable SSLSessionContext getSessionContext() {
        return null;
    }

    @Override
    public long getCreationTime() {
        throw unknown();
    }

    @Override
    public long getLastAccessedTime() {
        throw unknown();
    }

    @Override
    public void invalidate() {
        throw unknown();
    }

    @Override
    public void putValue(String name, Object value) {
        throw unknown();
    }

    @Override
    public @Nullable Object getValue(String name) {
        return null;
    }

    @Override
    public void removeValue(String name) {
        throw unknown();
    }

    @Override
    public String[] getValueNames() {
        return new String[0];
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return null;
    }

    @Override
    public Principal getPeerPrincipal() {
        throw unknown();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return null;
    }

    @Override
    public String getPeerHost() {
        throw unknown();
    }

    @Override
    public int getPeerPort() {
        return -1;
    }

    private static UnsupportedOperationException unknown() {
        return new UnsupportedOperationException("not on the tape");
    }
}
