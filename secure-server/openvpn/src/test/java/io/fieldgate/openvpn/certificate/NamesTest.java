package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.CN;
import static io.fieldgate.openvpn.certificate.DerWriter.attribute;
import static io.fieldgate.openvpn.certificate.DerWriter.concat;
import static io.fieldgate.openvpn.certificate.DerWriter.der;
import static io.fieldgate.openvpn.certificate.DerWriter.hex;
import static io.fieldgate.openvpn.certificate.DerWriter.integer;
import static io.fieldgate.openvpn.certificate.DerWriter.name;
import static io.fieldgate.openvpn.certificate.DerWriter.oid;
import static io.fieldgate.openvpn.certificate.DerWriter.sequence;
import static io.fieldgate.openvpn.certificate.DerWriter.text;
import static io.fieldgate.openvpn.certificate.Verdicts.accepts;
import static io.fieldgate.openvpn.certificate.Verdicts.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Subjects and alternative names.
class NamesTest {
    private final CertificateBuilder peer = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);

    @Test
    void aSubjectIsWrittenAsOpenVpnWritesIt() {
        byte[] unit = attribute("55040b", text(Der.PRINTABLE_STRING, "Unit"));
        byte[] person = attribute("550404", text(Der.UTF8_STRING, "Müller"));
        byte[] mail = attribute("2a864886f70d010901", text(Der.IA5_STRING, "a@b.example"));
        peer.subject =
                sequence(
                        der(Der.SET, attribute("550406", text(Der.PRINTABLE_STRING, "DE"))),
                        der(Der.SET, concat(unit, person)),
                        der(Der.SET, attribute(CN, text(Der.UTF8_STRING, "a, b=c"))),
                        der(Der.SET, mail));
        assertThat(accepts(peer).subject())
                .isEqualTo("C=DE, OU=Unit + SN=Müller, CN=a, b=c, emailAddress=a@b.example");
        assertThat(accepts(peer).commonName()).contains("a, b=c");
    }

    @Test
    void twoCommonNamesAreNone() {
        peer.subject = name(CN, "a", CN, "b");
        assertThat(accepts(peer).commonName()).isEmpty();
        assertThat(accepts(peer).subject()).isEqualTo("CN=a, CN=b");
        peer.subject = name("55040a", "a");
        assertThat(accepts(peer).commonName()).isEmpty();
    }

    @Test
    void aSubjectThatCannotBeReadIsRefused() {
        peer.subject = sequence();
        refuses(peer, RefusalReason.SUBJECT, "empty");
        for (byte[] value :
                new byte[][] {
                    text(Der.UTF8_STRING, "a\nb"),
                    text(Der.UTF8_STRING, "a\u0085b"),
                    text(Der.UTF8_STRING, ""),
                    der(Der.UTF8_STRING, (byte) 0xff),
                    der(Der.PRINTABLE_STRING, (byte) 0xe4),
                    text(0x14, "teletex"),
                    text(0x1e, "bmpstr"),
                }) {
            peer.subject = sequence(der(Der.SET, attribute(CN, value)));
            refuses(peer, RefusalReason.SUBJECT, "cannot be read");
        }
        peer.subject = name("2a03", "unknown attribute");
        refuses(peer, RefusalReason.SUBJECT, "cannot be read");
        peer.subject = sequence(der(Der.SET));
        refuses(peer, RefusalReason.MALFORMED, "cut off");
        byte[] more = sequence(oid(CN), text(Der.UTF8_STRING, "a"), integer(1));
        peer.subject = sequence(der(Der.SET, more));
        refuses(peer, RefusalReason.MALFORMED, "too many");
    }

    @Test
    void alternativeNamesOfAllKindsAreAccepted() {
        for (byte[] good :
                new byte[][] {
                    text(0x86, "urn:fieldgate:tenant:t:client:c"),
                    text(0x82, "vpn.example.com"),
                    text(0x82, "*.example.com"),
                    text(0x82, "xn--n3h.example"),
                    text(0x82, "a-b"),
                    text(0x81, "first.last@example.com"),
                    der(0x87, hex("c0000201")),
                    der(0x87, new byte[16]),
                    der(0xa4, name(CN, "x")),
                    der(0xa0, concat(oid("2a03"), der(0xa0, integer(1)))),
                    hex("88022a03"),
                }) {
            accepts(alternative(good));
        }
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (byte[] wrong :
                new byte[][] {
                    text(0x82, ""),
                    text(0x82, "foo_bar.example"),
                    text(0x82, "-a.example"),
                    text(0x82, "a-.example"),
                    text(0x82, "a..example"),
                    text(0x82, ".example"),
                    text(0x82, "192.0.2.1"),
                    text(0x82, "*"),
                    text(0x82, "*.com"),
                    text(0x82, "a.*.example"),
                    text(0x82, "ä.example"),
                    text(0x82, "a".repeat(64) + ".example"),
                    text(0x82, "a.".repeat(124) + "example"),
                    text(0x81, "example.com"),
                    text(0x81, "a@b@example.com"),
                    text(0x81, "@example.com"),
                    text(0x81, "a b@example.com"),
                    text(0x81, "a@exa_mple.com"),
                    text(0x86, "no-scheme"),
                    text(0x86, "urn:a b"),
                    text(0x86, "urn:"),
                    der(0x87, new byte[5]),
                    der(0xa4, sequence()),
                    hex("8800"),
                }) {
            refuses(alternative(wrong), RefusalReason.ALTERNATIVE_NAME, "alternative name");
        }
        for (byte[] wrong : new byte[][] {text(0x0c, "utf8"), der(0x84), der(0xa2), der(0x89)}) {
            refuses(alternative(wrong), RefusalReason.MALFORMED, "general name");
        }
        refuses(alternative(), RefusalReason.MALFORMED, "cut off");
        byte[] two = der(0xa4, concat(name(CN, "x"), name(CN, "y")));
        refuses(alternative(two), RefusalReason.MALFORMED, "too many");
        refuses(
                peer.plain(Extensions.SUBJECT_ALTERNATIVE_NAME, text(Der.UTF8_STRING, "x")),
                RefusalReason.MALFORMED,
                "tag");
    }

    private CertificateBuilder alternative(byte[]... names) {
        return peer.plain(Extensions.SUBJECT_ALTERNATIVE_NAME, sequence(names));
    }

    @Test
    void aDnsNameMayHave253LettersAndALabel63() {
        accepts(alternative(text(0x82, "a".repeat(63) + ".example")));
        accepts(alternative(text(0x82, "a.".repeat(123) + "example")));
    }
}
