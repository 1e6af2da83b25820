package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the owners of a session's two ends can tell each other.
class ClientAndServerTest {
    @Test
    void addressesRoutesAndNameServersArrive() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP);
        Admission.TunnelAddress ipv6 =
                new Admission.TunnelAddress(address("fd00::2"), 64, address("fd00::1"));
        Admission.Dns dns =
                new Admission.Dns(
                        List.of(address("100.64.0.1"), address("fd00::1")),
                        List.of("example.net"),
                        List.of());
        world.admission =
                hosted ->
                        VirtualWorld.admission(hosted.peerId)
                                .withIpv6(ipv6)
                                .withDns(dns)
                                .withTunMtu(1400);
        world.connected();
        PushedSettings settings = world.events(ClientEvent.Established.class).getFirst().settings();
        assertThat(settings.ipv6().orElseThrow().address()).isEqualTo(address("fd00::2"));
        assertThat(settings.mtu()).isEqualTo(1400);
        assertThat(settings.dns().searchDomains()).containsExactly("example.net");
        assertThat(settings.dns().servers().getFirst().addresses())
                .extracting(server -> server.getAddress())
                .containsExactly(address("100.64.0.1"), address("fd00::1"));
        assertThat(settings.ignored()).isEmpty();
    }

    @Test
    void settingsChangeWithoutAReconnect() {
        ClientWorld world =
                new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP).connected();
        LiveSettings changed =
                new LiveSettings(
                        List.of(new Admission.Route(address("10.9.0.0"), 16)), Admission.Dns.NONE);
        assertThat(world.session().update(world.now, changed, world.hosted())).isTrue();
        world.settle();
        PushedSettings settings =
                world.events(ClientEvent.SettingsUpdated.class).getFirst().settings();
        assertThat(settings.routing().routes())
                .extracting(PushedSettings.Route::network)
                .containsExactly(address("10.9.0.0"));
        assertThat(settings.channel())
                .isEqualTo(
                        world.events(ClientEvent.Established.class)
                                .getFirst()
                                .settings()
                                .channel());
        assertThat(world.isUp()).isTrue();
    }

    @Test
    void aUserAnswersAChallenge() {
        ClientWorld world =
                new ClientWorld(
                        ClientWorld.Wrap.TLS_CRYPT_V2,
                        Transport.UDP,
                        config ->
                                config.with(
                                        new ClientConfig.Identity(
                                                "2.7.0", "linux", Map.of("IV_SSO", "crtext"))));
        world.answersPeers = false;
        world.connected();
        long question = world.session().openQuestion();
        world.session()
                .challenge(
                        world.now,
                        question,
                        new Challenge.TextQuestion("Code?", false, Duration.ofMinutes(2)),
                        world.hosted());
        world.settle();
        assertThat(world.events)
                .containsExactly(
                        new ClientEvent.AuthPending(Duration.ofMinutes(2)),
                        new ClientEvent.TextChallenge("Code?", true, false));
        world.advance(Duration.ofSeconds(90));
        world.client.respond(world.now, "4711", world);
        world.settle();
        assertThat(world.server.events(Event.ChallengeAnswered.class))
                .containsExactly(new Event.ChallengeAnswered(question, "4711"));
        world.session()
                .admit(
                        world.now,
                        question,
                        VirtualWorld.admission(world.hosted().peerId),
                        Set.of(),
                        world.hosted());
        world.settle();
        assertThat(world.isUp()).isTrue();
    }

    @Test
    void theTokenIsShownAtTheRenegotiation() {
        ClientWorld world =
                new ClientWorld(
                        ClientWorld.Wrap.TLS_CRYPT_V2,
                        Transport.UDP,
                        config -> config.with(() -> new Credentials("anna", "secret")));
        world.admission =
                hosted ->
                        VirtualWorld.admission(hosted.peerId)
                                .withAuthToken(
                                        new Admission.AuthToken("T0K3N", Optional.empty()),
                                        Duration.ofHours(8));
        world.connected();
        world.advance(Duration.ofSeconds(11));
        world.client.renegotiate(world.now, world);
        world.settle();
        assertThat(world.server.events(Event.PeerAuthenticating.class))
                .extracting(question -> question.identity().credentials())
                .containsExactly(
                        new Credentials("anna", "secret"), new Credentials("anna", "T0K3N"));
        assertThat(world.events(ClientEvent.Rekeyed.class)).hasSize(1);
    }

    @Test
    void aRefusalArrivesWithItsAdvice() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP);
        world.answersPeers = false;
        world.connected();
        world.session()
                .refuse(
                        world.now,
                        world.session().openQuestion(),
                        new Refusal.Temporary("busy", Duration.ofSeconds(7), true),
                        world.hosted());
        world.settle();
        assertThat(world.end())
                .isEqualTo(
                        new ClientEnd.Busy(
                                "busy",
                                Optional.of(Duration.ofSeconds(7)),
                                ClientEnd.Advance.REMOTE));
    }

    @Test
    void aRestartArrives() {
        ClientWorld world =
                new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.TCP).connected();
        world.session().restart(world.now, "moved", true, world.hosted());
        world.settle();
        assertThat(world.end())
                .isEqualTo(new ClientEnd.Restart("moved", true, ClientEnd.Advance.REMOTE));
    }

    @Test
    void theServerHearsThatTheClientLeaves() {
        ClientWorld world =
                new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP).connected();
        world.client.leave(world.now, world);
        assertThat(world.client.isClosed()).isFalse();
        world.settle();
        assertThat(world.server.events(Event.Closed.class).getFirst().reason())
                .isEqualTo(CloseReason.PEER_EXIT);
        assertThat(world.end()).isEqualTo(new ClientEnd.Left());
    }

    @Test
    void leavingDuringARenegotiationIsSaidInTheDataChannel() {
        ClientWorld world =
                new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP).connected();
        world.advance(Duration.ofSeconds(11));
        world.client.renegotiate(world.now, world);
        world.outbox.clear();
        world.client.leave(world.now, world);
        assertThat(world.end()).isEqualTo(new ClientEnd.Left());
        world.settle();
        assertThat(world.server.events(Event.Closed.class).getFirst().reason())
                .isEqualTo(CloseReason.PEER_EXIT);
    }

    @Test
    void aServerThatDoesNotHearTheGoodbyeIsLeftAfterTwoSeconds() {
        ClientWorld world =
                new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP).connected();
        world.toServer = _ -> List.of();
        world.client.leave(world.now, world);
        world.advance(Duration.ofSeconds(1));
        assertThat(world.client.isClosed()).isFalse();
        world.advance(Duration.ofSeconds(1));
        assertThat(world.end()).isEqualTo(new ClientEnd.Left());
    }

    @Test
    void aDeadServerIsNoticed() {
        ClientWorld world =
                new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP).connected();
        world.advance(Duration.ofMinutes(5));
        assertThat(world.isUp()).isTrue();
        world.toClient = _ -> List.of();
        world.advance(Duration.ofSeconds(71));
        assertThat(world.end()).isEqualTo(new ClientEnd.PingTimeout());
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAfterAMinute() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP);
        world.toServer = _ -> List.of();
        world.connected();
        world.advance(Duration.ofSeconds(59));
        assertThat(world.client.isClosed()).isFalse();
        world.advance(Duration.ofSeconds(1));
        assertThat(world.end()).isEqualTo(new ClientEnd.HandshakeTimeout());
        assertThat(world.client.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
