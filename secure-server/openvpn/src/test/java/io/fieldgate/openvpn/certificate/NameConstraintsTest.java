package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.CertificateBuilder.CN;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.NOW;
import static io.fieldgate.openvpn.certificate.CertificateBuilder.ORGANISATION;
import static io.fieldgate.openvpn.certificate.DerWriter.concat;
import static io.fieldgate.openvpn.certificate.DerWriter.der;
import static io.fieldgate.openvpn.certificate.DerWriter.hex;
import static io.fieldgate.openvpn.certificate.DerWriter.integer;
import static io.fieldgate.openvpn.certificate.DerWriter.name;
import static io.fieldgate.openvpn.certificate.DerWriter.oid;
import static io.fieldgate.openvpn.certificate.DerWriter.sequence;
import static io.fieldgate.openvpn.certificate.DerWriter.text;
import static io.fieldgate.openvpn.certificate.Verdicts.accepts;
import static io.fieldgate.openvpn.certificate.Verdicts.clients;
import static io.fieldgate.openvpn.certificate.Verdicts.refuses;
import static io.fieldgate.openvpn.certificate.Verdicts.refusesCa;

import org.junit.jupiter.api.Test;

class NameConstraintsTest {
    private static final int PERMITTED = 0xa0;
    private static final int EXCLUDED = 0xa1;

    private final CertificateBuilder peer = CertificateBuilder.peer(KeyPurpose.CLIENT_AUTH);

    @Test
    void theyAreCriticalAndWellFormed() {
        byte[] some = sequence(subtrees(PERMITTED, text(0x82, "example")));
        refusesCa(CertificateBuilder.ca().plain(Extensions.NAME_CONSTRAINTS, some), "not critical");
        refusesCa(constrained(), "without any");
        refusesCa(constrained(der(PERMITTED)), "cut off");
        refusesCa(constrained(concat(der(0xa0, sequence(text(0x82, "a"), hex("800101"))))), "many");
        refusesCa(constrained(concat(subtrees(PERMITTED, text(0x82, "a")), integer(1))), "many");
    }

    @Test
    void namesOfOtherKindsAreFree() {
        permits(text(0x82, "vpn.other.example"), subtrees(PERMITTED, text(0x81, "a.example")));
        permits(text(0x82, "vpn.other.example"), subtrees(EXCLUDED, text(0x81, "other.example")));
    }

    @Test
    void dnsNamesAreWithinADomain() {
        byte[] only = subtrees(PERMITTED, text(0x82, "works.example"));
        permits(text(0x82, "works.example"), only);
        permits(text(0x82, "VPN.Works.Example"), only);
        forbids(text(0x82, "network.example"), only);
        forbids(text(0x82, "notworks.example"), only);
        forbids(text(0x82, "*.works.example"), only);
        byte[] not = subtrees(EXCLUDED, text(0x82, "works.example"));
        forbids(text(0x82, "vpn.works.example"), not);
        forbids(text(0x82, "WORKS.example"), not);
        permits(text(0x82, "other.example"), not);
        permits(text(0x82, "any.example"), subtrees(PERMITTED, text(0x82, "")));
        forbids(text(0x82, "any.example"), subtrees(EXCLUDED, text(0x82, "")));
        malformed(text(0x82, "a.example"), subtrees(PERMITTED, text(0x82, ".example")));
    }

    @Test
    void oneOfThePermittedAndNoneOfTheExcluded() {
        byte[] both =
                concat(
                        subtrees(PERMITTED, text(0x82, "a.example"), text(0x82, "b.example")),
                        subtrees(EXCLUDED, text(0x82, "x.example"), text(0x82, "z.b.example")));
        permits(text(0x82, "a.example"), both);
        permits(text(0x82, "y.b.example"), both);
        forbids(text(0x82, "z.b.example"), both);
        forbids(text(0x82, "c.example"), both);
    }

    @Test
    void everyAlternativeNameCounts() {
        peer.plain(
                Extensions.SUBJECT_ALTERNATIVE_NAME,
                sequence(text(0x82, "a.example"), text(0x82, "b.example")));
        refusesPeer(constrained(subtrees(PERMITTED, text(0x82, "a.example"))));
        refusesPeer(constrained(subtrees(EXCLUDED, text(0x82, "b.example"))));
    }

    @Test
    void mailboxesMatchAnAddressAHostOrADomain() {
        byte[] mailbox = text(0x81, "a@mail.example");
        permits(mailbox, subtrees(PERMITTED, text(0x81, "a@MAIL.example")));
        forbids(mailbox, subtrees(PERMITTED, text(0x81, "A@mail.example")));
        forbids(mailbox, subtrees(PERMITTED, text(0x81, "a@other.example")));
        permits(mailbox, subtrees(PERMITTED, text(0x81, "mail.example")));
        forbids(mailbox, subtrees(PERMITTED, text(0x81, "example")));
        permits(mailbox, subtrees(PERMITTED, text(0x81, ".example")));
        forbids(mailbox, subtrees(PERMITTED, text(0x81, ".mail.example")));
        permits(mailbox, subtrees(PERMITTED, text(0x81, "")));
        malformed(mailbox, subtrees(PERMITTED, text(0x81, "@mail.example")));
        malformed(mailbox, subtrees(PERMITTED, text(0x81, ".ma_il.example")));
        malformed(mailbox, subtrees(PERMITTED, text(0x81, "ma_il.example")));
    }

    @Test
    void aMailAddressInTheSubjectIsNotPermittedWhereMailIsConstrained() {
        peer.subject = name(CN, "a", "2a864886f70d010901", "a@b.example");
        refusesPeer(constrained(subtrees(EXCLUDED, text(0x81, "other.example"))));
        for (int kind : new int[] {PERMITTED, EXCLUDED}) {
            accepts(
                    clients(constrained(subtrees(kind, text(0x82, "x"))))
                            .verify(peer.build(), NOW));
        }
    }

    @Test
    void addressesAreInANetwork() {
        byte[] net = subtrees(PERMITTED, der(0x87, hex("c0000280ffffff80")));
        permits(der(0x87, hex("c00002ff")), net);
        forbids(der(0x87, hex("c0000201")), net);
        forbids(der(0x87, new byte[16]), net);
        byte[] six =
                subtrees(EXCLUDED, der(0x87, hex("20" + "00".repeat(15) + "e0" + "00".repeat(15))));
        forbids(der(0x87, hex("3fff" + "00".repeat(14))), six);
        permits(der(0x87, hex("4000" + "00".repeat(14))), six);
        permits(der(0x87, hex("20000000")), six);
        malformed(
                der(0x87, hex("c0000201")),
                subtrees(PERMITTED, der(0x87, hex("c0000200ff00ff00"))));
        malformed(der(0x87, hex("c0000201")), subtrees(PERMITTED, der(0x87, hex("c0000200ff"))));
    }

    @Test
    void directoryNamesBeginAsPermitted() {
        byte[] works = subtrees(PERMITTED, der(0xa4, name(ORGANISATION, "Works")));
        accepts(clients(constrained(works)).verify(peer.build(), NOW));
        permits(der(0xa4, name(ORGANISATION, "Works", CN, "x")), works);
        forbids(der(0xa4, name(ORGANISATION, "works", CN, "x")), works);
        refusesPeer(constrained(subtrees(PERMITTED, der(0xa4, name(ORGANISATION, "Other")))));
        byte[] longer = der(0xa4, name(ORGANISATION, "Works", CN, "pump-07", CN, "x"));
        refusesPeer(constrained(subtrees(PERMITTED, longer)));
        refusesPeer(constrained(subtrees(EXCLUDED, der(0xa4, name(ORGANISATION, "Other")))));
    }

    @Test
    void theSubjectItselfIsConstrained() {
        refusesPeer(constrained(subtrees(PERMITTED, der(0xa4, name(ORGANISATION, "Other")))));
        refusesPeer(constrained(subtrees(EXCLUDED, der(0xa4, name(ORGANISATION, "Other")))));
    }

    @Test
    void whatCannotBeComparedIsNotPermitted() {
        byte[] urn = text(0x86, "urn:fieldgate:tenant:t:node:n");
        forbids(urn, subtrees(PERMITTED, text(0x86, "example.com")));
        forbids(urn, subtrees(EXCLUDED, text(0x86, "example.com")));
        byte[] other = der(0xa0, concat(oid("2a03"), der(0xa0, integer(1))));
        forbids(other, subtrees(EXCLUDED, other));
        forbids(hex("88022a03"), subtrees(PERMITTED, hex("88022a03")));
    }

    private void permits(byte[] alternativeName, byte[] constraints) {
        accepts(clients(constrained(constraints)).verify(named(alternativeName), NOW));
    }

    private void forbids(byte[] alternativeName, byte[] constraints) {
        refuses(
                clients(constrained(constraints)).verify(named(alternativeName), NOW),
                RefusalReason.NAME_CONSTRAINTS,
                "may not certify");
    }

    private void malformed(byte[] alternativeName, byte[] constraints) {
        refuses(
                clients(constrained(constraints)).verify(named(alternativeName), NOW),
                RefusalReason.MALFORMED,
                "name constraint");
    }

    private void refusesPeer(CertificateBuilder ca) {
        refuses(
                clients(ca).verify(peer.build(), NOW),
                RefusalReason.NAME_CONSTRAINTS,
                "may not certify");
    }

    private byte[] named(byte[] alternativeName) {
        return peer.plain(Extensions.SUBJECT_ALTERNATIVE_NAME, sequence(alternativeName)).build();
    }

    private static CertificateBuilder constrained(byte[]... parts) {
        return CertificateBuilder.ca().critical(Extensions.NAME_CONSTRAINTS, sequence(parts));
    }

    private static byte[] subtrees(int tag, byte[]... bases) {
        byte[] all = new byte[0];
        for (byte[] base : bases) {
            all = concat(all, sequence(base));
        }
        return der(tag, all);
    }
}
