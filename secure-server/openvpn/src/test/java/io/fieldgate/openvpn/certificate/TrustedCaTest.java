package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.CA_KEY_ID;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.CN;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.NOW;
import static io.fieldgate.openvpn.certificate.DerWriter.TRUE;
import static io.fieldgate.openvpn.certificate.DerWriter.der;
import static io.fieldgate.openvpn.certificate.DerWriter.hex;
import static io.fieldgate.openvpn.certificate.DerWriter.integer;
import static io.fieldgate.openvpn.certificate.DerWriter.name;
import static io.fieldgate.openvpn.certificate.DerWriter.oid;
import static io.fieldgate.openvpn.certificate.DerWriter.sequence;
import static io.fieldgate.openvpn.certificate.DerWriter.utcTime;
import static io.fieldgate.openvpn.certificate.Verdicts.accepts;
import static io.fieldgate.openvpn.certificate.Verdicts.clients;
import static io.fieldgate.openvpn.certificate.Verdicts.refuses;
import static io.fieldgate.openvpn.certificate.Verdicts.refusesCa;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// A good peer's certificate is worth nothing if the CA's own breaks a rule.
class TrustedCaTest {
    private final CertificateBuilder ca = CertificateBuilder.ca();
    private final byte[] peer = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH).build();

    @Test
    void aCaWithoutFlawIsTrustedSelfSignedOrNot() {
        accepts(clients(ca).verify(peer, NOW));
        accepts(clients(selfSigned()).verify(peer, NOW));
        accepts(clients(ca.plain(Extensions.KEY_USAGE, hex("03020204"))).verify(peer, NOW));
    }

    private static CertificateBuilder selfSigned() {
        CertificateBuilder root =
                CertificateBuilder.ca()
                        .plain(Extensions.AUTHORITY_KEY_IDENTIFIER, sequence(der(0x80, CA_KEY_ID)));
        root.issuer = CertificateBuilder.CA_NAME;
        return root;
    }

    @Test
    void itsBasicConstraintsSayCaAndAreCritical() {
        refusesCa(ca.critical(Extensions.BASIC_CONSTRAINTS, sequence()), "do not say CA");
        refusesCa(ca.plain(Extensions.BASIC_CONSTRAINTS, sequence(TRUE)), "not critical");
        refusesCa(ca.without(Extensions.BASIC_CONSTRAINTS), "do not say CA");
        refusesCa(
                ca.critical(Extensions.BASIC_CONSTRAINTS, sequence(TRUE, integer(-1))),
                "path length");
    }

    @Test
    void itMaySignCertificates() {
        refusesCa(ca.critical(Extensions.KEY_USAGE, hex("03020102")), "keyCertSign");
        refusesCa(ca.without(Extensions.KEY_USAGE), "keyCertSign");
    }

    @Test
    void itsTimeMustBeNow() {
        ca.validity = sequence(utcTime("250101000000Z"), utcTime("260531235959Z"));
        refusesCa(ca, "expired");
        ca.validity = sequence(utcTime("260601000001Z"), utcTime("350101000000Z"));
        refusesCa(ca, "check the clock");
        accepts(
                new CertificateVerifier(
                                ca.build(), CertificateRules.ownClient(Duration.ofSeconds(1)))
                        .verify(peer, NOW));
    }

    @Test
    void itsKeyIsIdentified() {
        refusesCa(ca.without(Extensions.SUBJECT_KEY_IDENTIFIER), "subject key identifier");
        refusesCa(
                ca.critical(Extensions.SUBJECT_KEY_IDENTIFIER, der(0x04, CA_KEY_ID)),
                "must not be critical");
    }

    @Test
    void itsIssuersKeyIsIdentifiedUnlessItIsItsOwn() {
        refusesCa(ca.without(Extensions.AUTHORITY_KEY_IDENTIFIER), "authority key identifier");
        accepts(
                clients(selfSigned().without(Extensions.AUTHORITY_KEY_IDENTIFIER))
                        .verify(peer, NOW));
        CertificateBuilder wrong =
                selfSigned()
                        .plain(
                                Extensions.AUTHORITY_KEY_IDENTIFIER,
                                sequence(der(0x80, hex("aabb"))));
        refusesCa(wrong, "authority key identifier");
    }

    @Test
    void itHasASubject() {
        ca.subject = sequence();
        refusesCa(ca, "subject is empty");
    }

    @Test
    void anExtensionThatLimitsItAndIsNotUnderstoodIsRefused() {
        refusesCa(CertificateBuilder.ca().critical("2a03", integer(1)), "critical");
        refusesCa(
                CertificateBuilder.ca()
                        .plain(
                                Extensions.EXTENDED_KEY_USAGE,
                                sequence(oid(KeyPurpose.CLIENT_AUTH.oid()))),
                "no place");
        refusesCa(
                CertificateBuilder.ca().plain(Extensions.POLICY_CONSTRAINTS, sequence()),
                "no place");
    }

    @Test
    void itsKeyIsOneOfThoseAllowed() {
        ca.publicKey = hex("302a300506032b656e032100" + "01".repeat(32));
        refusesCa(ca, "public key is not one of those allowed");
    }

    @Test
    void theGeneralRulesHoldForItToo() {
        ca.serial = integer(0);
        refusesCa(ca, "serial");
        refuses(
                new CertificateVerifier(new byte[0], CertificateRules.ownClient(Duration.ZERO))
                        .verify(peer, NOW),
                RefusalReason.TRUSTED_CA,
                "cut off");
    }

    @Test
    void aPeersCertificateIsNotTrustedAsItsOwnCa() {
        CertificateVerifier verifier =
                new CertificateVerifier(peer, CertificateRules.ownClient(Duration.ZERO));
        refuses(verifier.verify(peer, NOW), RefusalReason.TRUSTED_CA, "");
    }

    @Test
    void pemHoldsOneCertificateAndNothingElse() {
        String pem =
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(ca.build()));
        accepts(ofPem(pem));
        for (String wrong :
                new String[] {
                    "",
                    pem + pem,
                    "x" + pem,
                    pem.replace("\nMI", "\n=MI"),
                    pem.replace("CERTIFICATE", "X509 CRL")
                }) {
            refuses(ofPem(wrong), RefusalReason.TRUSTED_CA, "cut off");
        }
    }

    private CertificateVerdict ofPem(String pem) {
        return CertificateVerifier.ofPem(pem, CertificateRules.ownClient(Duration.ZERO))
                .verify(peer, NOW);
    }

    @Test
    void aSubordinateCaDoesNotHelp() {
        CertificateBuilder below = CertificateBuilder.ca();
        below.subject = name(CN, "below");
        below.issuer = CertificateBuilder.CA_NAME;
        CertificateBuilder leaf = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        leaf.issuer = below.subject;
        refuses(clients(ca).verify(leaf.build(), NOW), RefusalReason.ISSUER, "trusted CA");
    }
}
