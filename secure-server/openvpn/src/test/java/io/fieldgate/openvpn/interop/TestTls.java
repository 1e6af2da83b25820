package io.fieldgate.openvpn.interop;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS contexts whose engines record, or play what was recorded.
final class TestTls extends SSLContext {
    private TestTls(SSLContext context, UnaryOperator<SSLEngine> dress) {
        super(new Spi(context, dress), context.getProvider(), context.getProtocol());
    }

    /// Real TLS; each new engine adds a tape.
    ///
    /// @param version the only one that its engines speak; empty for what they are told
    static SSLContext recording(SSLContext real, String version, List<TlsTape> tapes) {
        return new TestTls(
                real,
                engine -> {
                    TlsTape tape = new TlsTape();
                    tapes.add(tape);
                    return new RecordingEngine(engine, version, tape);
                });
    }

    /// No real TLS; each new engine plays the next tape.
    static SSLContext playing(List<TlsTape> tapes) {
        Iterator<TlsTape> rest = tapes.iterator();
        try {
            SSLContext settings = SSLContext.getInstance("TLS");
            settings.init(null, null, null);
            return new TestTls(
                    settings,
                    engine -> {
                        TlsTape tape = rest.hasNext() ? rest.next() : new TlsTape();
                        return new TapedEngine(engine, tape);
                    });
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final SSLContext context;
        private final UnaryOperator<SSLEngine> dress;

        Spi(SSLContext context, UnaryOperator<SSLEngine> dress) {
            this.context = context;
            this.dress = dress;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return dress.apply(context.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return dress.apply(context.createSSLEngine(host, port));
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys,
                TrustManager @Nullable [] trust,
                @Nullable SecureRandom random) {
            throw new UnsupportedOperationException("is initialised already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return context.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }
    }
}
