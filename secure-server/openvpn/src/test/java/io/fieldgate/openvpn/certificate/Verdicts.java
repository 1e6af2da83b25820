package io.fieldgate.openvpn.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.certificate.CertificateVerdict.Accepted;
import io.fieldgate.openvpn.certificate.CertificateVerdict.Refused;
import java.time.Duration;

/// Asks for verdicts at [CertificateBuilder#NOW], without tolerance.
final class Verdicts {
    private Verdicts() {}

    static CertificateVerifier clients(CertificateBuilder ca) {
        return new CertificateVerifier(ca.build(), CertificateRules.ownClient(Duration.ZERO));
    }

    static CertificateVerifier servers(CertificateBuilder ca) {
        return new CertificateVerifier(ca.build(), CertificateRules.server(Duration.ZERO));
    }

    static CertificateVerdict verdict(CertificateBuilder peer) {
        return clients(CertificateBuilder.ca()).verify(peer.build(), CertificateBuilder.NOW);
    }

    static Accepted accepts(CertificateBuilder peer) {
        return accepts(verdict(peer));
    }

    static Accepted accepts(CertificateVerdict verdict) {
        assertThat(verdict).isInstanceOf(Accepted.class);
        return (Accepted) verdict;
    }

    static void refuses(CertificateBuilder peer, RefusalReason reason, String text) {
        refuses(verdict(peer), reason, text);
    }

    static void refuses(CertificateVerdict verdict, RefusalReason reason, String text) {
        assertThat(verdict).isInstanceOf(Refused.class);
        assertThat(((Refused) verdict).reason()).isEqualTo(reason);
        assertThat(((Refused) verdict).text()).contains(text);
    }

    /// A good peer asked of a CA whose own certificate breaks a rule.
    static void refusesCa(CertificateBuilder ca, String text) {
        refuses(
                clients(ca)
                        .verify(
                                CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH).build(),
                                CertificateBuilder.NOW),
                RefusalReason.TRUSTED_CA,
                text);
    }
}
