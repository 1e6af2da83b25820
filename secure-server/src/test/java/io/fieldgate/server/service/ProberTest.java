package io.fieldgate.server.service;

import static io.fieldgate.server.service.ServiceLab.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.server.routing.Prefix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProberTest {
    private static final long MILLI = 1_000_000;
    private static final Prefix DEVICE = host("192.168.1.10");
    private static final Prefix DEVICE_V6 = host("fd00:1::10");

    private final ServiceLab lab = new ServiceLab();

    @Test
    void aDeviceThatAnswersTheEchoRequestIsThere() {
        probe("p", DEVICE, null);
        InnerPacket request = lab.peer.last();
        assertThat(request.source()).isEqualTo(ServiceLab.GATEWAY);
        assertThat(request.destination()).isEqualTo(DEVICE);
        assertThat(request.message().get(0)).isEqualTo((byte) 8);
        assertThat(offer(7 * MILLI, echoReply(request, (byte) 0))).isTrue();
        assertThat(outcomes()).containsExactly("p ANSWERED 7");
        assertThat(offer(8 * MILLI, echoReply(request, (byte) 0))).as("once").isFalse();
    }

    @Test
    void overIpv6Too() {
        probe("p", DEVICE_V6, null);
        assertThat(lab.peer.last().source()).isEqualTo(ServiceLab.GATEWAY_V6);
        assertThat(offer(7 * MILLI, echoReply(lab.peer.last(), (byte) 129))).isTrue();
        assertThat(outcomes()).containsExactly("p ANSWERED 7");
    }

    @Test
    void silenceIsKnownWithinThreeSecondsAfterThreeQuestions() {
        probe("p", DEVICE, null);
        long next = 0;
        while (events().isEmpty()) {
            assertThat(next).isLessThan(3_000 * MILLI);
            next = lab.services.runDue(next, next + 500 * MILLI);
        }
        assertThat(lab.peer.received).hasSize(3);
        assertThat(outcomes()).containsExactly("p SILENT 0");
    }

    @Test
    void anOpenPortIsAnsweredAndTheConnectionTakenBack() {
        probe("p", DEVICE, 502);
        TcpSegment syn = TcpSegment.read(lab.peer.last());
        assertThat(syn.flags()).isEqualTo(TcpSegment.SYN);
        assertThat(syn.destinationPort()).isEqualTo(502);
        assertThat(offer(5 * MILLI, tcp(syn, 77, 1, TcpSegment.SYN | TcpSegment.ACK))).isTrue();
        assertThat(outcomes()).containsExactly("p ANSWERED 5");
        TcpSegment reset = TcpSegment.read(lab.peer.last());
        assertThat(reset.flags()).isEqualTo(TcpSegment.RST);
        assertThat(reset.sequence()).isEqualTo(syn.sequence() + 1);
        assertThat(reset.sourcePort()).isEqualTo(syn.sourcePort());
    }

    @Test
    void aClosedPortIsRefused() {
        probe("p", DEVICE, 502);
        TcpSegment syn = TcpSegment.read(lab.peer.last());
        assertThat(offer(5 * MILLI, tcp(syn, 0, 1, TcpSegment.RST | TcpSegment.ACK))).isTrue();
        assertThat(outcomes()).containsExactly("p REFUSED 5");
    }

    @Test
    void aDeviceThatAnswersTheEchoRequestButNotOnThePortTakesNoConnection() {
        probe("p", DEVICE, 502);
        offer(5 * MILLI, echoReply(lab.peer.received.getFirst(), (byte) 0));
        assertThat(events()).isEmpty();
        lab.services.runDue(2_800 * MILLI, 3_000 * MILLI);
        assertThat(outcomes()).containsExactly("p REFUSED 5");
    }

    @Test
    void answersFromElsewhereDoNotCount() {
        probe("p", DEVICE, 502);
        InnerPacket request = lab.peer.received.getFirst();
        TcpSegment syn = TcpSegment.read(lab.peer.last());
        ByteBuffer reply = echoReply(request, (byte) 0);
        FakePeer other = new FakePeer();
        assertThat(lab.services.offer(1, other, reply, FakePeer.OUT)).isFalse();
        ByteBuffer otherToken = echoReply(request, (byte) 0);
        otherToken.put(otherToken.limit() - 1, (byte) (otherToken.get(otherToken.limit() - 1) + 1));
        assertThat(offer(1, otherToken)).as("damaged").isFalse();
        assertThat(offer(1, tcp(syn, 0, 2, TcpSegment.RST | TcpSegment.ACK))).isFalse();
        assertThat(offer(1, tcp(syn, syn.sequence(), 0, TcpSegment.RST))).isFalse();
        assertThat(events()).isEmpty();
    }

    @Test
    void whatNeedNotBeAskedIsAnsweredAtOnce() {
        Probe probe = new Probe("p", "n", "192.168.1.10", null);
        lab.services.probe(0, probe, null, DEVICE, ServiceLab.GATEWAY);
        lab.services.probe(0, probe, lab.peer, null, ServiceLab.GATEWAY);
        lab.services.probe(0, probe, lab.peer, DEVICE_V6, null);
        lab.peer.connected = false;
        lab.services.probe(0, probe, lab.peer, DEVICE, ServiceLab.GATEWAY);
        assertThat(events())
                .extracting(ServerEvent.ProbeAnswered::outcome)
                .containsExactly(
                        Outcome.NODE_OFFLINE,
                        Outcome.NOT_BEHIND_NODE,
                        Outcome.NOT_BEHIND_NODE,
                        Outcome.NODE_OFFLINE);
        assertThat(lab.peer.received).isEmpty();
    }

    @Test
    void notMoreThanSixteenRunAtOnceAndTheQueueHasAnEnd() {
        int all = Prober.MAX_AT_ONCE + Prober.MAX_WAITING;
        for (int i = 0; i < all + 5; i++) {
            probe("p" + i, DEVICE, null);
        }
        assertThat(lab.peer.received).hasSize(Prober.MAX_AT_ONCE);
        for (long now = 0; now <= 20_000; now += 100) {
            lab.services.runDue(now * MILLI, 0);
        }
        assertThat(events()).hasSize(all);
    }

    @Test
    void whoeverTriesTcpAtTheGatewayIsTurnedAwayAtOnce() {
        TcpSegment syn = new TcpSegment(40_000, 53, 1000, 0, TcpSegment.SYN);
        assertThat(offer(1, syn.packet(ServiceLab.CLIENT, ServiceLab.GATEWAY))).isFalse();
        TcpSegment reset = TcpSegment.read(lab.peer.last());
        assertThat(reset.flags()).isEqualTo(TcpSegment.RST | TcpSegment.ACK);
        assertThat(reset.acknowledgement()).isEqualTo(1001);
        assertThat(reset.sourcePort()).isEqualTo(53);
        lab.peer.received.clear();
        offer(1, reset.packet(ServiceLab.CLIENT, ServiceLab.GATEWAY));
        assertThat(lab.peer.received).as("no answer to a reset").isEmpty();
    }

    private void probe(String id, Prefix address, @Nullable Integer port) {
        lab.services.probe(
                0,
                new Probe(id, "n", address.toString(), port),
                lab.peer,
                address,
                address.ipv6() ? ServiceLab.GATEWAY_V6 : ServiceLab.GATEWAY);
    }

    private boolean offer(long nowNanos, ByteBuffer packet) {
        return lab.services.offer(nowNanos, lab.peer, packet, FakePeer.OUT);
    }

    private static ByteBuffer echoReply(InnerPacket request, byte type) {
        ByteBuffer message = ByteBuffer.allocate(request.message().remaining());
        message.put(request.message().duplicate()).flip().put(0, type);
        return new InnerPacket(
                        /* source= */ request.destination(),
                        /* destination= */ request.source(),
                        request.protocol(),
                        message)
                .write();
    }

    /// A segment that answers the opening one.
    private static ByteBuffer tcp(TcpSegment syn, int sequence, int acknowledged, int flags) {
        return new TcpSegment(
                        /* sourcePort= */ syn.destinationPort(),
                        /* destinationPort= */ syn.sourcePort(),
                        sequence,
                        syn.sequence() + acknowledged,
                        flags)
                .packet(DEVICE, ServiceLab.GATEWAY);
    }

    private List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        events().forEach(e -> outcomes.add(e.probeId() + " " + e.outcome() + " " + e.millis()));
        return outcomes;
    }

    private List<ServerEvent.ProbeAnswered> events() {
        return lab.events.stream().map(ServerEvent.ProbeAnswered.class::cast).toList();
    }
}
