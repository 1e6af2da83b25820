package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.CN;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.NOW;
import static io.fieldgate.openvpn.certificate.DerWriter.FALSE;
import static io.fieldgate.openvpn.certificate.DerWriter.TRUE;
import static io.fieldgate.openvpn.certificate.DerWriter.concat;
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
import static io.fieldgate.openvpn.certificate.Verdicts.servers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Each test breaks one rule of a certificate that is good otherwise.
class PeerCertificateTest {
    private final CertificateBuilder peer = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);

    @Test
    void theGoodOneIsAcceptedAndSaysWhoItIs() throws Exception {
        CertificateVerdict.Accepted accepted = accepts(peer);
        assertThat(accepted.subject()).isEqualTo("O=Works, CN=pump-07");
        assertThat(accepted.commonName()).contains("pump-07");
        assertThat(accepted.serial()).isEqualTo(new BigInteger("123456789abcdef0", 16));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(peer.publicKey);
        assertThat(accepted.publicKeySha256()).isEqualTo(HexFormat.of().formatHex(hash));
    }

    @Test
    void noCertificateIsNoPeer() {
        refuses(
                clients(CertificateBuilder.ca()).verify(new X509Certificate[0], NOW),
                RefusalReason.NO_CERTIFICATE,
                "no certificate");
    }

    @Test
    void aCertificateAsLongAsTheLimitIsReadAndALongerOneIsNot() {
        int rest = CertificateVerifier.MAX_LENGTH - padded(8000).length;
        byte[] longest = padded(8000 + rest);
        // An ECDSA signature has not always the same length.
        while (longest.length != CertificateVerifier.MAX_LENGTH) {
            longest = padded(8000 + rest);
        }
        accepts(clients(CertificateBuilder.ca()).verify(longest, NOW));
        byte[] longer = padded(8000 + rest + 10);
        refuses(
                clients(CertificateBuilder.ca()).verify(longer, NOW),
                RefusalReason.TOO_LONG,
                "too long");
    }

    private static byte[] padded(int length) {
        return CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH)
                .plain("2a03", der(0x04, new byte[length]))
                .build();
    }

    @Test
    void onlyVersion3IsRead() {
        peer.version = new byte[0];
        refuses(peer, RefusalReason.VERSION, "version 3");
        peer.version = der(0xa0, integer(1));
        refuses(peer, RefusalReason.VERSION, "version 3");
        peer.version = der(0xa0, concat(integer(2), integer(2)));
        refuses(peer, RefusalReason.MALFORMED, "too many");
    }

    @Test
    void aSerialIsPositiveAndHasTwentyBytesAtMost() {
        peer.serial = integer(0);
        refuses(peer, RefusalReason.SERIAL, "serial");
        peer.serial = integer(-1);
        refuses(peer, RefusalReason.SERIAL, "serial");
        peer.serial = der(Der.INTEGER, hex("7f".repeat(21)));
        refuses(peer, RefusalReason.SERIAL, "serial");
        peer.serial = der(Der.INTEGER, hex("7f".repeat(20)));
        assertThat(accepts(peer).serial().bitLength()).isEqualTo(159);
    }

    @Test
    void theAlgorithmOutsideMustBeTheOneThatWasSigned() {
        peer.outerAlgorithm = hex("300a06082a8648ce3d040303");
        refuses(peer, RefusalReason.ALGORITHM_MISMATCH, "inside and outside");
    }

    @Test
    void anotherIssuersNameIsRefusedThoughTheKeySigned() {
        peer.issuer = name(CN, "another CA");
        refuses(peer, RefusalReason.ISSUER, "not issued by the trusted CA");
        peer.issuer = name(CertificateBuilder.ORGANISATION, "WORKS", CN, "issuing CA");
        refuses(peer, RefusalReason.ISSUER, "not issued by the trusted CA");
    }

    @Test
    void anotherKeysSignatureIsRefusedThoughTheNameIsRight() {
        peer.signer = CertificateBuilder.PEER_KEY;
        refuses(peer, RefusalReason.SIGNATURE, "signature");
    }

    @Test
    void aSignatureIsAWholeNumberOfBytes() {
        peer.unusedBits = new byte[] {1};
        byte[] whole = peer.build();
        // DER wants the unused bit to be zero.
        while ((whole[whole.length - 1] & 1) == 1) {
            whole = peer.build();
        }
        refuses(
                clients(CertificateBuilder.ca()).verify(whole, NOW),
                RefusalReason.SIGNATURE,
                "signature");
    }

    @Test
    void itsTimeMustBeNow() {
        CertificateVerifier verifier = clients(CertificateBuilder.ca());
        byte[] der = peer.build();
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        accepts(verifier.verify(der, begin));
        accepts(verifier.verify(der, end.plusMillis(999)));
        refuses(
                verifier.verify(der, begin.minusMillis(1)),
                RefusalReason.NOT_YET_VALID,
                "check the clock");
        refuses(verifier.verify(der, end.plusSeconds(1)), RefusalReason.EXPIRED, "expired");
    }

    @Test
    void theClockMayBeWrongByTheToleranceAndNoMore() {
        Duration tolerance = Duration.ofMinutes(10);
        CertificateVerifier verifier =
                new CertificateVerifier(
                        CertificateBuilder.ca().build(), CertificateRules.ownClient(tolerance));
        byte[] der = peer.build();
        Instant begin = Instant.parse("2026-01-01T00:00:00Z").minus(tolerance);
        Instant end = Instant.parse("2027-01-01T00:00:00Z").plus(tolerance);
        accepts(verifier.verify(der, begin));
        accepts(verifier.verify(der, end));
        refuses(verifier.verify(der, begin.minusSeconds(1)), RefusalReason.NOT_YET_VALID, "");
        refuses(verifier.verify(der, end.plusSeconds(1)), RefusalReason.EXPIRED, "");
        assertThatThrownBy(() -> CertificateRules.server(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesAreWrittenInTheOneRightWay() {
        for (String time : new String[] {"2601010000Z", "260101000000+", "26010100000aZ"}) {
            peer.validity = sequence(utcTime(time), utcTime("270101000000Z"));
            refuses(peer, RefusalReason.MALFORMED, "time");
        }
        for (String time : new String[] {"260230000000Z", "261301000000Z", "260101240000Z"}) {
            peer.validity = sequence(utcTime(time), utcTime("270101000000Z"));
            refuses(peer, RefusalReason.MALFORMED, "no such time");
        }
        byte[] begin = utcTime("500101000000Z");
        peer.validity = sequence(begin, DerWriter.text(Der.GENERALIZED_TIME, "20491231235959Z"));
        refuses(peer, RefusalReason.MALFORMED, "time");
        peer.validity = sequence(begin, DerWriter.text(Der.GENERALIZED_TIME, "20500101000000Z"));
        accepts(peer);
        peer.validity = sequence(begin, DerWriter.text(Der.UTF8_STRING, "270101000000Z"));
        refuses(peer, RefusalReason.MALFORMED, "time");
        peer.validity = sequence(begin, utcTime("270101000000Z"), utcTime("270101000000Z"));
        refuses(peer, RefusalReason.MALFORMED, "too many");
    }

    @Test
    void nothingMayStandBetweenOrBehindTheParts() {
        peer.afterPublicKey = der(0x81, (byte) 0, (byte) 1);
        refuses(peer, RefusalReason.MALFORMED, "too many");
        peer.afterPublicKey = new byte[0];
        peer.afterExtensions = sequence();
        refuses(peer, RefusalReason.MALFORMED, "too many");
        peer.afterExtensions = new byte[0];
        peer.afterSignature = integer(1);
        refuses(peer, RefusalReason.MALFORMED, "too many");
        peer.afterSignature = new byte[0];
        byte[] trailing = concat(peer.build(), new byte[1]);
        refuses(
                clients(CertificateBuilder.ca()).verify(trailing, NOW),
                RefusalReason.MALFORMED,
                "behind the end");
    }

    @Test
    void anExtensionStandsOnceAndInTheOneRightWay() {
        byte[] usage = sequence(oid("551d25"), der(0x04, sequence(oid("2b06010505070302"))));
        refuses(peer.once(usage), RefusalReason.DUPLICATE_EXTENSION, "twice");
        CertificateBuilder written = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        written.once(sequence(oid("2a03"), FALSE, der(0x04, integer(1))));
        refuses(written, RefusalReason.MALFORMED, "default value");
        CertificateBuilder more = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        more.once(sequence(oid("2a03"), der(0x04, integer(1)), integer(1)));
        refuses(more, RefusalReason.MALFORMED, "too many");
        CertificateBuilder noDer = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        refuses(noDer.plain("2a03", hex("0201")), RefusalReason.MALFORMED, "cut off");
        CertificateBuilder harmless = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);
        accepts(harmless.plain("2a03", integer(1)));
        accepts(harmless.critical(Extensions.SUBJECT_ALTERNATIVE_NAME, san()));
    }

    private static byte[] san() {
        return sequence(DerWriter.text(0x82, "vpn.example.com"));
    }

    @Test
    void anUnknownCriticalExtensionIsRefused() {
        refuses(peer.critical("2a03", integer(1)), RefusalReason.CRITICAL_EXTENSION, "critical");
    }

    @Test
    void keyIdentifiersMustNotBeCritical() {
        refuses(
                peer.critical(Extensions.SUBJECT_KEY_IDENTIFIER, hex("0401ff")),
                RefusalReason.CRITICAL_EXTENSION,
                "must not be critical");
    }

    @Test
    void aPeerHasNoNameConstraints() {
        byte[] constraints = sequence(der(0xa0, sequence(DerWriter.text(0x82, "a.example"))));
        refuses(
                peer.plain(Extensions.NAME_CONSTRAINTS, constraints),
                RefusalReason.UNEXPECTED_EXTENSION,
                "no place");
    }

    @Test
    void aPeerIsNoCa() {
        refuses(
                peer.critical(Extensions.BASIC_CONSTRAINTS, sequence(TRUE)),
                RefusalReason.BASIC_CONSTRAINTS,
                "a CA certificate");
        refuses(
                peer.critical(Extensions.BASIC_CONSTRAINTS, sequence(FALSE)),
                RefusalReason.MALFORMED,
                "default value");
        refuses(
                peer.critical(Extensions.BASIC_CONSTRAINTS, sequence(integer(0))),
                RefusalReason.MALFORMED,
                "too many");
        accepts(peer.without(Extensions.BASIC_CONSTRAINTS));
    }

    @Test
    void keyUsageIsDigitalSignatureAndNothingOfACa() {
        RefusalReason reason = RefusalReason.KEY_USAGE;
        refuses(usage("03020308"), reason, "not digitalSignature");
        refuses(usage("03020284"), reason, "that of a CA");
        refuses(usage("03020182"), reason, "that of a CA");
        accepts(usage("030205a0"));
        accepts(usage("0303078080"));
        refuses(usage("03020080"), RefusalReason.MALFORMED, "key usage");
        refuses(usage("030100"), RefusalReason.MALFORMED, "key usage");
        refuses(usage("03040080ff01"), RefusalReason.MALFORMED, "key usage");
        refuses(usage("0401ff"), RefusalReason.MALFORMED, "tag 04");
        refuses(peer.without(Extensions.KEY_USAGE), reason, "not digitalSignature");
    }

    private CertificateBuilder usage(String bits) {
        return peer.critical(Extensions.KEY_USAGE, hex(bits));
    }

    @Test
    void aClientsPurposeIsClientAuthAlone() {
        RefusalReason reason = RefusalReason.EXTENDED_KEY_USAGE;
        byte[] client = oid("2b06010505070302");
        byte[] server = oid("2b06010505070301");
        refuses(purposes(server), reason, "not the one");
        refuses(purposes(client, server), reason, "not the one");
        refuses(purposes(oid("551d2500")), reason, "not the one");
        refuses(purposes(), RefusalReason.MALFORMED, "cut off");
        refuses(peer.without(Extensions.EXTENDED_KEY_USAGE), reason, "not the one");
    }

    @Test
    void aServersPurposesHaveServerAuthAmongThemAndNeverAny() {
        RefusalReason reason = RefusalReason.EXTENDED_KEY_USAGE;
        byte[] client = oid("2b06010505070302");
        byte[] server = oid("2b06010505070301");
        CertificateVerifier verifier = servers(CertificateBuilder.ca());
        accepts(verifier.verify(purposes(server).build(), NOW));
        accepts(verifier.verify(purposes(client, server).build(), NOW));
        refuses(verifier.verify(purposes(client).build(), NOW), reason, "not the one");
        refuses(
                verifier.verify(purposes(server, oid("551d2500")).build(), NOW),
                reason,
                "for any purpose");
    }

    private CertificateBuilder purposes(byte[]... oids) {
        return peer.plain(Extensions.EXTENDED_KEY_USAGE, sequence(oids));
    }

    @Test
    void theAuthorityKeyIdentifierMustNameTheCa() {
        RefusalReason reason = RefusalReason.KEY_IDENTIFIER;
        byte[] right = der(0x80, CertificateBuilder.CA_KEY_ID);
        byte[] rootName = der(0xa1, der(0xa4, name(CN, "root")));
        byte[] caSerial = der(0x82, hex("123456789abcdef0"));
        accepts(authority(right, rootName, caSerial));
        refuses(authority(right, rootName, der(0x82, (byte) 1)), reason, "not the CA's");
        byte[] wrongName = der(0xa1, der(0xa4, CertificateBuilder.CA_NAME));
        refuses(authority(right, wrongName, caSerial), reason, "not the CA's");
        refuses(authority(der(0x80, (byte) 1), rootName, caSerial), reason, "not the CA's");
        refuses(authority(der(0x80, (byte) 1)), reason, "not the CA's");
        refuses(authority(rootName, caSerial), reason, "names no key");
        refuses(authority(right, rootName), RefusalReason.MALFORMED, "authority key");
        refuses(authority(right, caSerial), RefusalReason.MALFORMED, "authority key");
        refuses(authority(right, rootName, der(0x82)), RefusalReason.MALFORMED, "authority key");
        byte[] dnsName = der(0xa1, DerWriter.text(0x82, "root"));
        refuses(authority(right, dnsName, caSerial), RefusalReason.MALFORMED, "issuer in");
        refuses(authority(right, integer(1)), RefusalReason.MALFORMED, "too many");
        refuses(peer.without(Extensions.AUTHORITY_KEY_IDENTIFIER), reason, "missing");
        refuses(
                CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH)
                        .plain(Extensions.SUBJECT_KEY_IDENTIFIER, hex("0400")),
                RefusalReason.MALFORMED,
                "empty");
    }

    private CertificateBuilder authority(byte[]... parts) {
        return peer.plain(Extensions.AUTHORITY_KEY_IDENTIFIER, sequence(parts));
    }

    @Test
    void aGoodKeyOfAKindThatTheRulesDoNotNameIsRefused() {
        peer.publicKey =
                CertificateBuilder.newKey("EC", new ECGenParameterSpec("secp384r1"))
                        .getPublic()
                        .getEncoded();
        refuses(peer, RefusalReason.KEY, "not one of those allowed");
        accepts(
                servers(CertificateBuilder.ca())
                        .verify(purposes(oid("2b06010505070301")).build(), NOW));
    }
}
