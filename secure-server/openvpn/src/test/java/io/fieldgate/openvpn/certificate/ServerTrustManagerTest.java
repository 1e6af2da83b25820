package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.CN;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.NOW;
import static io.fieldgate.openvpn.certificate.DerWriter.name;
import static io.fieldgate.openvpn.certificate.Verdicts.accepts;
import static io.fieldgate.openvpn.certificate.Verdicts.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.certificate.ServerNameRule.AnyServer;
import io.fieldgate.openvpn.certificate.ServerNameRule.CommonName;
import io.fieldgate.openvpn.certificate.ServerNameRule.CommonNamePrefix;
import io.fieldgate.openvpn.certificate.ServerNameRule.Subject;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/// The client role's check of the server (`remote-cert-tls server`, `verify-x509-name`).
class ServerTrustManagerTest {
    private final CertificateBuilder server = CertificateBuilder.peer(KeyPurpose.SERVER_AUTH);

    @Test
    void aNameIsTheWholeCommonName() {
        accepts(ask(new CommonName("pump-07")));
        refusesName(new CommonName("pump-0"));
        refusesName(new CommonName("pump-077"));
        refusesName(new CommonName("PUMP-07"));
        refusesName(new CommonName("O=Works, CN=pump-07"));
    }

    @Test
    void aPrefixIsWhereTheCommonNameBegins() {
        accepts(ask(new CommonNamePrefix("pump-")));
        accepts(ask(new CommonNamePrefix("pump-07")));
        refusesName(new CommonNamePrefix("ump-07"));
        refusesName(new CommonNamePrefix("pump-07-"));
        refusesName(new CommonNamePrefix("Pump-"));
    }

    @Test
    void aSubjectIsTheWholeSubject() {
        accepts(ask(new Subject("O=Works, CN=pump-07")));
        refusesName(new Subject("CN=pump-07"));
        refusesName(new Subject("CN=pump-07, O=Works"));
        refusesName(new Subject("O=Works, CN=pump-0"));
    }

    @Test
    void aServerWithTwoCommonNamesOrNoneHasNone() {
        server.subject = name(CN, "pump-08", CN, "pump-07");
        refusesName(new CommonName("pump-07"));
        refusesName(new CommonNamePrefix("pump"));
        accepts(ask(new AnyServer()));
        server.subject = name("55040a", "pump-07");
        refusesName(new CommonName("pump-07"));
    }

    @Test
    void alternativeNamesDoNotCount() {
        byte[] san = DerWriter.sequence(DerWriter.text(0x82, "vpn.example.com"));
        server.plain(Extensions.SUBJECT_ALTERNATIVE_NAME, san);
        refusesName(new CommonName("vpn.example.com"));
    }

    @Test
    void anEmptyNameIsRefused() {
        assertThatThrownBy(() -> new CommonName("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CommonNamePrefix(""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Subject("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClientOfTheSameCaIsNoServer() {
        X509Certificate[] client = chain(CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH));
        refuses(
                manager(new AnyServer()).verify(client),
                RefusalReason.EXTENDED_KEY_USAGE,
                "extended key usage");
    }

    @Test
    void aServerNeedsAKeyUsage() {
        refuses(
                manager(new AnyServer()).verify(chain(server.without(Extensions.KEY_USAGE))),
                RefusalReason.KEY_USAGE,
                "key usage");
    }

    @Test
    void theRestOfTheChainIsNotLookedAt() {
        X509Certificate good = chain(server)[0];
        X509Certificate other = chain(CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH))[0];
        accepts(manager(new AnyServer()).verify(new X509Certificate[] {good, other}));
        refuses(
                manager(new AnyServer()).verify(new X509Certificate[] {other, good}),
                RefusalReason.EXTENDED_KEY_USAGE,
                "");
        refuses(
                manager(new AnyServer()).verify(new X509Certificate[0]),
                RefusalReason.NO_CERTIFICATE,
                "");
    }

    @Test
    void everyWayInForTlsEndsInTheSameCheck() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        X509Certificate[] chain = chain(server);
        ServerTrustManager good = manager(new CommonName("pump-07"));
        ServerTrustManager bad = manager(new CommonName("pump-08"));
        try (Socket socket = new Socket()) {
            assertThatCode(
                            () -> {
                                good.checkServerTrusted(chain, "EC");
                                good.checkServerTrusted(chain, "EC", socket);
                                good.checkServerTrusted(chain, "EC", engine);
                            })
                    .doesNotThrowAnyException();
            refused(() -> bad.checkServerTrusted(chain, "EC"), "asked for");
            refused(() -> bad.checkServerTrusted(chain, "EC", socket), "asked for");
            refused(() -> bad.checkServerTrusted(chain, "EC", engine), "asked for");
            refused(() -> good.checkClientTrusted(chain, "EC"), "trusts none");
            refused(() -> good.checkClientTrusted(chain, "EC", socket), "trusts none");
            refused(() -> good.checkClientTrusted(chain, "EC", engine), "trusts none");
        }
        assertThat(good.getAcceptedIssuers()).isEmpty();
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private static void refused(Check check, String text) {
        assertThatThrownBy(check::run)
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(text);
    }

    private CertificateVerdict ask(ServerNameRule rule) {
        return manager(rule).verify(chain(server));
    }

    private void refusesName(ServerNameRule rule) {
        refuses(ask(rule), RefusalReason.SERVER_NAME, "not the one that was asked for");
    }

    private static ServerTrustManager manager(ServerNameRule rule) {
        return new ServerTrustManager(
                Verdicts.servers(CertificateBuilder.ca()), rule, InstantSource.fixed(NOW));
    }

    private static X509Certificate[] chain(CertificateBuilder leaf) {
        try {
            return new X509Certificate[] {
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(leaf.build()))
            };
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
