package io.fieldgate.server.service;

import static io.fieldgate.server.service.ServiceLab.host;
import static io.fieldgate.server.service.ServiceLab.query;
import static io.fieldgate.server.service.ServiceLab.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.server.policy.DropReason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class NameServiceTest {
    private final ServiceLab lab = new ServiceLab();

    @BeforeEach
    void fill() {
        lab.names("acme.internal");
        lab.directory.nodes.put("pump-07", List.of(host("100.64.0.2"), host("fd00:5:6:7::6440:2")));
        lab.directory.nodes.put("behind-only", List.of());
        lab.directory.behind.put("plc1.pump-07", host("198.18.1.10"));
        lab.directory.behind.put("192.168.1.10/32.pump-07", host("198.18.1.10"));
        lab.directory.behind.put("fd00:1::5/128.pump-07", host("fd9a::5"));
        lab.directory.owners.put(
                host("198.18.1.10"), new NameDirectory.Owner.OfDevice("pump-07", "plc1"));
        lab.directory.owners.put(host("100.64.0.2"), new NameDirectory.Owner.OfNode("pump-07"));
        lab.directory.owners.put(
                host("fd9a::"), new NameDirectory.Owner.OfHost("pump-07", host("fd00:1::")));
    }

    @Test
    void aNodeADeviceAndAWrittenAddressHaveTheirAddresses() {
        assertThat(answers("pump-07.acme.internal", Type.A)).containsExactly("100.64.0.2");
        assertThat(answers("pump-07.acme.internal", Type.AAAA))
                .containsExactly("fd00:5:6:7:0:0:6440:2");
        assertThat(answers("plc1.pump-07.acme.internal", Type.A)).containsExactly("198.18.1.10");
        assertThat(answers("192-168-1-10.pump-07.acme.internal", Type.A))
                .containsExactly("198.18.1.10");
        assertThat(answers("fd00-1--5.pump-07.acme.internal", Type.AAAA))
                .containsExactly("fd9a:0:0:0:0:0:0:5");
        assertThat(answers("acme.internal", Type.A)).containsExactly("100.64.0.1");
    }

    @Test
    void caseDoesNotMatterAndTheQuestionComesBackAsItWasAsked() {
        Message answer = lab.ask("PlC1.PUMP-07.Acme.INTERNAL", Type.A);
        assertThat(said(answer, Section.ANSWER)).containsExactly("198.18.1.10");
        assertThat(answer.getQuestion().getName()).hasToString("PlC1.PUMP-07.Acme.INTERNAL.");
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isBetween(5L, 30L);
    }

    @Test
    void aNameThatIsNotThereIsDeniedWithAStartOfAuthority() {
        for (String name :
                List.of(
                        "other.acme.internal",
                        "plc2.pump-07.acme.internal",
                        "192-168-1-11.pump-07.acme.internal",
                        "999-1-1-1.pump-07.acme.internal",
                        "x.plc1.pump-07.acme.internal")) {
            Message answer = lab.ask(name, Type.A);
            assertThat(answer.getRcode()).as(name).isEqualTo(Rcode.NXDOMAIN);
            SOARecord soa = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
            assertThat(soa.getName()).hasToString("acme.internal.");
            assertThat(Math.min(soa.getTTL(), soa.getMinimum())).isBetween(5L, 30L);
        }
    }

    @Test
    void aNameWithoutThisTypeOfRecordIsThereButEmpty() {
        for (Message answer :
                List.of(
                        lab.ask("plc1.pump-07.acme.internal", Type.AAAA),
                        lab.ask("plc1.pump-07.acme.internal", Type.HTTPS),
                        lab.ask("behind-only.acme.internal", Type.A))) {
            assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
            assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        }
    }

    @Test
    void theDomainHasAStartAndANameServerThatIsTheGateway() {
        assertThat(answers("acme.internal", Type.NS)).containsExactly("acme.internal.");
        assertThat(answers("acme.internal", Type.SOA)).singleElement().asString().contains("acme");
    }

    @Test
    void addressesHaveNames() {
        assertThat(answers("10.1.18.198.in-addr.arpa", Type.PTR))
                .containsExactly("plc1.pump-07.acme.internal.");
        assertThat(answers("2.0.64.100.in-addr.arpa", Type.PTR))
                .containsExactly("pump-07.acme.internal.");
        assertThat(answers("1.0.64.100.in-addr.arpa", Type.PTR)).containsExactly("acme.internal.");
        String zeros = "0.".repeat(28);
        assertThat(answers(zeros + "A.9.d.F.ip6.arpa", Type.PTR))
                .containsExactly("fd00-1--0.pump-07.acme.internal.");
        assertThat(lab.ask("9.0.64.100.in-addr.arpa", Type.PTR).getRcode())
                .as("in the VPN network, but nobody's")
                .isEqualTo(Rcode.NXDOMAIN);
        assertThat(lab.ask("8.8.8.8.in-addr.arpa", Type.PTR).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void otherNamesAreRefusedSoThatTheResolverGoesOn() {
        Message answer = lab.ask("www.example.com", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answer.getHeader().getFlag(Flags.RA)).isFalse();
        assertThat(lab.ask("notacme.internal", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(lab.ask("acme.internal", Type.AXFR).getRcode()).isEqualTo(Rcode.REFUSED);
        Message chaos = new Message();
        chaos.addRecord(
                Record.newRecord(Name.fromConstantString("acme.internal."), Type.TXT, DClass.CHAOS),
                Section.QUESTION);
        assertThat(lab.ask(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void aClientThatRegistersItselfIsToldThatThereIsNoSuchThing() {
        Message update = Message.newUpdate(Name.fromConstantString("acme.internal."));
        Message answer = lab.ask(update);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answer.getHeader().getOpcode()).isEqualTo(Opcode.UPDATE);
    }

    @Test
    void ednsIsAnsweredWithEdnsAndAnUnknownVersionRefused() {
        Message plain = lab.ask("pump-07.acme.internal", Type.A);
        assertThat(plain.getOPT()).isNull();
        Message edns =
                lab.ask(ServiceLab.withEdns(query("pump-07.acme.internal", Type.A), 4096, 0));
        assertThat(edns.getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(said(edns, Section.ANSWER)).containsExactly("100.64.0.2");
        Message future =
                lab.ask(ServiceLab.withEdns(query("pump-07.acme.internal", Type.A), 4096, 1));
        assertThat(future.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(future.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void overIpv6TheAnswerIsAsGood() {
        byte[] query = query("pump-07.acme.internal", Type.A).toWire();
        ByteBuffer packet =
                UdpMessage.packet(ServiceLab.CLIENT_V6, 9, ServiceLab.GATEWAY_V6, 53, query);
        assertThat(lab.services.offer(1, lab.peer, packet, FakePeer.OUT)).isTrue();
        assertThat(lab.peer.last().source()).isEqualTo(ServiceLab.GATEWAY_V6);
        assertThat(said(lab.answer(), Section.ANSWER)).containsExactly("100.64.0.2");
    }

    @Test
    void noAnswerIsThreeTimesAsLongAsItsQuestion() {
        lab.directory.nodes.put("n", List.of(host("100.64.0.2"), host("fd00:5:6:7::6440:2")));
        lab.names("a");
        for (String name : List.of("n.a", "x.a", "a", "2.0.64.100.in-addr.arpa")) {
            for (int type : new int[] {Type.A, Type.ANY, Type.PTR, Type.MX, Type.SOA}) {
                byte[] query = query(name, type).toWire();
                Message answer = lab.ask(query(name, type));
                assertThat(answer.toWire(512).length)
                        .as("%s %s", name, Type.string(type))
                        .isLessThanOrEqualTo(3 * (query.length + 28));
            }
        }
    }

    @Test
    void onePeerCannotAskWithoutEnd() {
        byte[] query = query("pump-07.acme.internal", Type.A).toWire();
        for (int i = 0; i < 1000; i++) {
            assertThat(lab.offer(query)).isTrue();
        }
        assertThat(lab.peer.received).hasSize(200);
        assertThat(lab.drops.of(DropReason.GATEWAY_LIMIT)).isEqualTo(800);
        FakePeer other = new FakePeer();
        ByteBuffer packet = UdpMessage.packet(ServiceLab.CLIENT, 9, ServiceLab.GATEWAY, 53, query);
        assertThat(lab.services.offer(1, other, packet, FakePeer.OUT)).isTrue();
        assertThat(other.received).hasSize(1);
    }

    @Test
    void withoutNamesThereIsNoSuchService() {
        lab.services.install(null, ServiceLab.NETWORKS);
        assertThat(lab.offer(query("pump-07.acme.internal", Type.A).toWire())).isFalse();
        assertThat(lab.peer.received).isEmpty();
    }

    @Test
    void namesThatCannotBeAreToldAndNotAnswered() {
        assertThat(install("a..b")).get().asString().contains("a..b");
        assertThat(install(".")).isPresent();
        assertThat(install("acme.internal", "dns.example.com")).isPresent();
        assertThat(lab.offer(query("pump-07.acme.internal", Type.A).toWire())).isFalse();
        assertThat(install("acme.internal", "192.0.2.53", "2001:db8::53")).isEmpty();
    }

    @Test
    void otherNamesAreForwardedWhereTheTenantWantsItButNeverItsOwn() {
        lab.names("acme.internal", "192.0.2.53");
        lab.peer.received.clear();
        lab.offer(query("www.example.com", Type.A).toWire());
        assertThat(lab.peer.received).isEmpty();
        assertThat(lab.outside.asked).hasSize(1);
        Message found = query("www.example.com", Type.A);
        found.addRecord(
                new org.xbill.DNS.ARecord(
                        Name.fromConstantString("www.example.com."),
                        DClass.IN,
                        60,
                        InetAddress.ofLiteral("192.0.2.80")),
                Section.ANSWER);
        lab.outside.waiting.getFirst().accept(Optional.of(found));
        assertThat(said(lab.answer(), Section.ANSWER)).containsExactly("192.0.2.80");
        assertThat(lab.answer().getHeader().getFlag(Flags.RA)).isTrue();
        assertThat(lab.answer().getHeader().getFlag(Flags.AA)).isFalse();

        lab.ask("secret-project.acme.internal", Type.A);
        lab.ask("x.y.z.ACME.internal", Type.MX);
        lab.ask("9.0.64.100.in-addr.arpa", Type.PTR);
        assertThat(lab.outside.asked).hasSize(1);
    }

    @Test
    void whenNobodyOutsideAnswersTheClientIsTold() {
        lab.names("acme.internal", "192.0.2.53");
        lab.offer(query("www.example.com", Type.A).toWire());
        lab.outside.waiting.getFirst().accept(Optional.empty());
        assertThat(lab.answer().getRcode()).isEqualTo(Rcode.SERVFAIL);
        lab.outside.busy = true;
        assertThat(lab.ask("www.example.com", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        lab.outside.busy = false;
        lab.offer(query("www.example.com", Type.A).toWire());
        lab.peer.received.clear();
        lab.peer.connected = false;
        lab.outside.waiting.getLast().accept(Optional.empty());
        assertThat(lab.peer.received).isEmpty();
    }

    @Test
    void anAnswerFromOutsideThatDoesNotFitIsCutOffAndSaysSo() {
        lab.names("acme.internal", "192.0.2.53");
        Message found = query("www.example.com", Type.TXT);
        for (int i = 0; i < 20; i++) {
            found.addRecord(
                    new TXTRecord(
                            Name.fromConstantString("www.example.com."),
                            DClass.IN,
                            60,
                            i + "x".repeat(100)),
                    Section.ANSWER);
        }
        lab.offer(query("www.example.com", Type.TXT).toWire());
        lab.outside.waiting.getLast().accept(Optional.of(found));
        assertThat(lab.answer().getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(lab.peer.last().message().remaining()).isLessThanOrEqualTo(512 + 8);

        lab.peer.mtu = 600;
        lab.offer(ServiceLab.withEdns(query("www.example.com", Type.TXT), 4096, 0).toWire());
        lab.outside.waiting.getLast().accept(Optional.of(found));
        assertThat(lab.answer().getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(lab.peer.last().message().remaining()).isLessThanOrEqualTo(580);
    }

    private Optional<String> install(String domain, String... forwardTo) {
        return lab.services.install(
                new ServerSettings.Names(domain, List.of(forwardTo)), ServiceLab.NETWORKS);
    }

    private List<String> answers(String name, int type) {
        Message answer = lab.ask(name, type);
        assertThat(answer.getRcode()).as(name).isEqualTo(Rcode.NOERROR);
        return said(answer, Section.ANSWER);
    }
}
