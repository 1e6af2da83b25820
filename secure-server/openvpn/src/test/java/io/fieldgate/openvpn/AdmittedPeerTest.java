package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.OptionsString;
import io.fieldgate.openvpn.wire.ControlKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an admitted peer keeps for all its keys, and when the next key is due.
class AdmittedPeerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int DATA_V2 = 2;
    private static final int TLS_KEY_EXPORT = 8;
    private static final int PUSH_UPDATE = 1 << 12;
    private static final Duration HOUR = Duration.ofHours(1);

    /// A clock that runs over its end within the test.
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    private final List<ByteBuffer> sent = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();
    private Transport transport = Transport.UDP;
    private String address = "192.0.2.1";
    private RandomGenerator random = new Random(7);

    @ParameterizedTest
    @CsvSource({"0, 3600000000000", "359999999999, 3240000000001", "360000000000, 3600000000000"})
    void theNextKeyIsDueInTheLastTenthOfThePeriod(long drawn, long dueNanos) {
        random = () -> drawn << 1;
        SessionSetup setup = setup();
        AdmittedPeer peer = peer(setup, admission(HOUR), DATA_V2);
        KeyExchanges exchanges = new KeyExchanges(setup, START);
        agree(peer, exchanges);
        assertThat(peer.rekeyDeadline(exchanges)).isEqualTo(START + dueNanos);
    }

    /// Each exchange costs a TLS handshake, so never in quick succession.
    @Test
    void theNextKeyIsNotDueBeforeAnExchangeMayBegin() {
        random = () -> 0;
        SessionSetup setup = setup();
        AdmittedPeer peer = peer(setup, admission(Duration.ofSeconds(10)), DATA_V2);
        // The user had to be asked: key 0 was agreed long after it began.
        KeyExchanges exchanges = new KeyExchanges(setup, START + 7 * SECOND);
        agree(peer, exchanges);
        assertThat(peer.rekeyDeadline(exchanges)).isEqualTo(exchanges.earliestNext());
        assertThat(exchanges.earliestNext()).isEqualTo(START + 17 * SECOND);
    }

    @Test
    void anExchangeIsSettledWithItsKey() {
        SessionSetup setup = setup();
        AdmittedPeer peer = peer(setup, admission(HOUR), DATA_V2);
        KeyExchanges exchanges = new KeyExchanges(setup, START);
        peer.tunnel().send(START, packet(100), new Recording());
        assertThat(drops).containsExactly(DropReason.KEY_EXHAUSTED);
        agree(peer, exchanges);
        assertThat(exchanges.current().isSettled()).isTrue();
        peer.tunnel().send(START, packet(100), new Recording());
        assertThat(sent).hasSize(1);
    }

    @Test
    void aPeerWhoseTlsCanExportKeysMustAlwaysBeAbleTo() {
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2 | TLS_KEY_EXPORT);
        assertThat(peer.differenceTo(known(DATA_V2 | TLS_KEY_EXPORT, true))).isEmpty();
        assertThat(peer.differenceTo(known(DATA_V2 | TLS_KEY_EXPORT, false)))
                .contains("a TLS session without exporter at the renegotiation");
    }

    /// Its keys never come from there.
    @Test
    void aPeerThatDoesNotAskForExportedKeysMayLoseTheExporter() {
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2);
        assertThat(peer.differenceTo(known(DATA_V2, false))).isEmpty();
    }

    @Test
    void anotherCertificateIsAnotherPeer() {
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2);
        KnownPeer other =
                new KnownPeer(
                        new Event.PeerIdentity(
                                List.of(VirtualWorld.SERVER.certificate()),
                                Credentials.NONE,
                                Optional.empty()),
                        peer.capabilities());
        assertThat(peer.differenceTo(other)).contains("another certificate at the renegotiation");
    }

    /// The opcodes are 9 and 6; without a peer id the packet id follows at once.
    @ParameterizedTest
    @CsvSource({"2, 48000007", "0, 30000000"})
    void packetsBearThePeerIdWhereTheClientTakesIt(int protocol, String start) {
        SessionSetup setup = setup();
        AdmittedPeer peer = peer(setup, admission(HOUR), protocol);
        agree(peer, new KeyExchanges(setup, START));
        peer.tunnel().send(START, packet(100), new Recording());
        int head = sent.getFirst().getInt(0);
        assertThat("%08x".formatted(head)).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({"1400, 1600, 1400", "1600, 1600, 1600", "1600, 1599, 1500", "1400, 0, 1500"})
    void thePushedMtuCountsWhereTheClientTakesIt(int pushed, int taken, int longest) {
        SessionSetup setup = setup();
        Admission admission = admission(HOUR).withTunMtu(pushed);
        AdmittedPeer peer = new AdmittedPeer(START, setup, remote(), admission, known(taken));
        agree(peer, new KeyExchanges(setup, START));
        peer.tunnel().send(START, packet(longest), new Recording());
        assertThat(sent).hasSize(1);
        peer.tunnel().send(START, packet(longest + 1), new Recording());
        assertThat(drops).containsExactly(DropReason.TOO_LARGE);
    }

    /// What a packet is wrapped in outside: 20 or 40 bytes of IP, 8 of UDP or 22 of TCP, and 24 of
    /// ours, so that all is no longer than 1492; less 40 for IP and TCP inside.
    @ParameterizedTest
    @CsvSource({
        "UDP, 192.0.2.1, 1400",
        "TCP, 192.0.2.1, 1386",
        "UDP, 2001:db8::1, 1380",
        "TCP, 2001:db8::1, 1366"
    })
    void segmentsFitThePathOutside(Transport outside, String from, int segment) {
        transport = outside;
        address = from;
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2);
        ByteBuffer syn = syn();
        peer.tunnel().send(START, syn, new Recording());
        assertThat(syn.getShort(42)).isEqualTo((short) segment);
    }

    @Test
    void segmentsFitTheTunnelToo() {
        SessionSetup setup = setup();
        Admission admission = admission(HOUR).withTunMtu(1000);
        AdmittedPeer peer = new AdmittedPeer(START, setup, remote(), admission, known(1600));
        ByteBuffer syn = syn();
        peer.tunnel().send(START, syn, new Recording());
        assertThat(syn.getShort(42)).isEqualTo((short) 960);
    }

    @Test
    void settingsAreNotToldAgainWithin30Seconds() {
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2);
        assertThat(peer.push(START)).hasSize(1).first().asString().startsWith("PUSH_REPLY,");
        assertThat(peer.push(START + 30 * SECOND - 1)).isEmpty();
        assertThat(peer.push(START + 30 * SECOND)).hasSize(1);
        assertThat(peer.push(START + 31 * SECOND)).isEmpty();
    }

    @Test
    void whatChangedIsToldAndIsInEveryLaterPush() throws Exception {
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2 | PUSH_UPDATE);
        assertThat(peer.takesUpdates()).isTrue();
        assertThat(peer(setup(), admission(HOUR), DATA_V2).takesUpdates()).isFalse();
        Admission.Route route = new Admission.Route(InetAddress.getByName("10.9.0.0"), 24);
        assertThat(peer.update(new LiveSettings(List.of(route), Admission.Dns.NONE)))
                .singleElement()
                .asString()
                .startsWith("PUSH_UPDATE,")
                .contains("route 10.9.0.0 255.255.255.0");
        assertThat(peer.push(START).getFirst()).contains("route 10.9.0.0 255.255.255.0");
    }

    @Test
    void aPeerIsAdmittedUntilItsEnd() {
        AdmittedPeer forEver = peer(setup(), admission(HOUR), DATA_V2);
        assertThat(forEver.endNanos()).isEqualTo(Long.MAX_VALUE);
        Admission.AuthToken token = new Admission.AuthToken("token", Optional.empty());
        Admission limited = admission(HOUR).withAuthToken(token, Duration.ofSeconds(5));
        assertThat(peer(setup(), limited, DATA_V2).endNanos()).isEqualTo(START + 5 * SECOND);
    }

    @Test
    void aNewTokenIsPushed() {
        AdmittedPeer peer = peer(setup(), admission(HOUR), DATA_V2);
        assertThat(peer.renew(new Admission.AuthToken("SESS_ID_new", Optional.empty())))
                .isEqualTo("PUSH_REPLY,auth-token SESS_ID_new");
    }

    private void agree(AdmittedPeer peer, KeyExchanges exchanges) {
        KeyMethod2.FromClient client = KeyMethod2.FromClient.fresh(new Random(1), "V4", "", "", "");
        peer.agree(
                START,
                exchanges.current(),
                new KeyExchange.Exchanged(client, new byte[32], new byte[32]));
    }

    private AdmittedPeer peer(SessionSetup setup, Admission admission, int protocol) {
        return new AdmittedPeer(START, setup, remote(), admission, known(protocol, true));
    }

    private InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 40_000);
    }

    private SessionSetup setup() {
        return new SessionSetup(
                new ServerConfig(
                        VirtualWorld.PKI.context(VirtualWorld.SERVER),
                        new ControlKeys(
                                Optional.empty(), Optional.empty(), Optional.empty(), true)),
                random,
                DataBuffers.ofOneTunnel(),
                transport,
                11,
                22,
                new ControlKey.Unprotected(),
                Optional.empty(),
                true,
                1_800_000_000L);
    }

    private static Admission admission(Duration renegotiate) {
        return new Admission(
                7,
                VirtualWorld.address("100.64.0.2"),
                18,
                VirtualWorld.address("100.64.0.1"),
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                renegotiate);
    }

    private static KnownPeer known(int protocol, boolean exporter) {
        return known(Map.of("IV_PROTO", Integer.toString(protocol)), exporter);
    }

    private static KnownPeer known(int mtu) {
        return known(Map.of("IV_MTU", Integer.toString(mtu), "IV_PROTO", "2"), false);
    }

    private static KnownPeer known(Map<String, String> info, boolean exporter) {
        Map<String, String> all = new HashMap<>(info);
        all.put("IV_CIPHERS", "AES-256-GCM");
        return new KnownPeer(
                new Event.PeerIdentity(
                        List.of(VirtualWorld.CLIENT.certificate()),
                        Credentials.NONE,
                        Optional.empty()),
                new ClientCapabilities(new PeerInfo(all), new OptionsString("V4"), exporter));
    }

    private static ByteBuffer packet(int length) {
        ByteBuffer packet = ByteBuffer.allocate(length);
        return packet.put(0, (byte) 0x45).putShort(2, (short) length).put(9, (byte) 17);
    }

    private static ByteBuffer syn() {
        return ByteBuffer.wrap(
                HexFormat.of()
                        .parseHex(
                                "4500002c000000004006000064400002c0a80001"
                                        + "0400005000000000000000006002ffff00000000020405b4"));
    }

    private final class Recording implements Session.Sink {
        @Override
        public void transmit(ByteBuffer packet) {
            sent.add(packet);
        }

        @Override
        public void deliver(ByteBuffer ipPacket) {
            throw new AssertionError("nothing was received");
        }

        @Override
        public void compute(Runnable tlsTask) {
            throw new AssertionError("a tunnel computes nothing");
        }

        @Override
        public void drop(DropReason reason) {
            drops.add(reason);
        }
    }
}
