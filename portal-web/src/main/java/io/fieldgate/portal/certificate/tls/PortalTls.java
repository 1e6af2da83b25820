package io.fieldgate.portal.certificate.tls;

import io.fieldgate.portal.certificate.pki.Credential;
import io.fieldgate.portal.certificate.pki.PkiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.stereotype.Component;

/// The TLS settings of both ports, as an SSL bundle in a registry of its own. Nothing is ordered
/// before a web server asks for the key.
@Component
class PortalTls {
    static final String BUNDLE = "portal";
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final HttpsCertificate certificate;
    private final PkiClient pki;
    private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

    PortalTls(HttpsCertificate certificate, PkiClient pki) {
        this.certificate = certificate;
        this.pki = pki;
        registry.registerBundle(BUNDLE, bundle());
    }

    SslBundles bundles() {
        return registry;
    }

    /// Puts the certificate that is current now into use on both ports.
    void reload() {
        registry.updateBundle(BUNDLE, bundle());
    }

    private SslBundle bundle() {
        return SslBundle.of(
                new Stores(),
                SslBundleKey.of("", Credential.ALIAS),
                SslOptions.of(null, PROTOCOLS));
    }

    private final class Stores implements SslStoreBundle {
        @Override
        public KeyStore getKeyStore() {
            try {
                return certificate.current().keyStore();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable String getKeyStorePassword() {
            return "";
        }

        /// Certificates of clients lead to the root, or the handshake fails.
        @Override
        public KeyStore getTrustStore() {
            try {
                return Credential.trustStore(pki.root());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
