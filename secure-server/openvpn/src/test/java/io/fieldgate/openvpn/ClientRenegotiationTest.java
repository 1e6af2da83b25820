package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// New keys between our client and our server, in virtual time.
class ClientRenegotiationTest {
    @ParameterizedTest
    @CsvSource({
        "TLS_CRYPT_V2, UDP",
        "TLS_CRYPT_V2, TCP",
        "TLS_CRYPT, UDP",
        "TLS_AUTH, UDP",
        "TLS_AUTH, TCP",
        "NONE, UDP",
        "NONE, TCP"
    })
    void theClientRenegotiatesUntilKeyIdsBeginAgain(ClientWorld.Wrap wrap, Transport transport) {
        ClientWorld world = new ClientWorld(wrap, transport, renegotiatesAfter(20)).connected();
        for (int i = 0; i < 20; i++) {
            world.advance(Duration.ofSeconds(10));
            exchangeData(world);
        }
        assertThat(world.events(ClientEvent.Rekeyed.class))
                .extracting(ClientEvent.Rekeyed::keyId)
                .startsWith(1, 2, 3, 4, 5, 6, 7, 1);
        assertThat(world.client.isClosed()).isFalse();
        assertThat(world.drops).isEmpty();
        assertThat(world.server.drops).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theServerRenegotiatesUntilKeyIdsBeginAgain(Transport transport) {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, transport);
        world.admission = hosted -> everySeconds(hosted.peerId, 20);
        world.connected();
        for (int i = 0; i < 20; i++) {
            world.advance(Duration.ofSeconds(10));
            exchangeData(world);
        }
        assertThat(world.events(ClientEvent.Rekeyed.class))
                .extracting(ClientEvent.Rekeyed::keyId)
                .startsWith(1, 2, 3, 4, 5, 6, 7, 1, 2);
        assertThat(world.drops).isEmpty();
        assertThat(world.server.drops).isEmpty();
    }

    @Test
    void bothMayBeginAtOnce() {
        ClientWorld world =
                new ClientWorld(
                        ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP, renegotiatesAfter(3600));
        world.admission = hosted -> everySeconds(hosted.peerId, 20);
        world.connected();
        UnaryOperator<List<ByteBuffer>> deaf = _ -> List.of();
        world.advance(Duration.ofSeconds(11));
        world.toClient = deaf;
        world.advance(Duration.ofSeconds(9));
        world.client.renegotiate(world.now, world);
        world.toClient = packets -> packets;
        world.advance(Duration.ofSeconds(10));
        assertThat(world.events(ClientEvent.Rekeyed.class)).hasSize(1);
        assertThat(world.server.events(Event.Rekeyed.class)).hasSize(1);
        exchangeData(world);
    }

    @Test
    void theNewKeyIsUsedWhenTheServerHasUsedItOrAfterAMinute() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP);
        world.connected();
        world.advance(Duration.ofSeconds(11));
        world.client.renegotiate(world.now, world);
        world.settle();
        assertThat(keyIdOfNextPacket(world)).isZero();

        ByteBuffer fromServer = ClientSessionTest.ipPacket(40);
        // The server waits for us, but no longer than five seconds.
        world.advance(Duration.ofSeconds(6));
        world.session().send(world.now, fromServer, world.hosted());
        world.settle();
        assertThat(keyIdOfNextPacket(world)).isEqualTo(1);
    }

    @Test
    void aServerThatSaysNothingGetsTheNewKeyAfterAMinute() {
        ClientWorld world =
                new ClientWorld(
                        ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP, renegotiatesAfter(3600));
        world.admission =
                hosted ->
                        new Admission(
                                hosted.peerId,
                                VirtualWorld.address("100.64.0.2"),
                                18,
                                VirtualWorld.address("100.64.0.1"),
                                List.of(),
                                Duration.ofSeconds(500),
                                Duration.ofSeconds(1000),
                                Duration.ofSeconds(3600));
        world.connected();
        world.advance(Duration.ofSeconds(11));
        world.client.renegotiate(world.now, world);
        world.settle();
        world.advance(Duration.ofSeconds(59));
        assertThat(keyIdOfNextPacket(world)).isZero();
        world.advance(Duration.ofSeconds(1));
        assertThat(keyIdOfNextPacket(world)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_CRYPT_V2", "TLS_CRYPT", "TLS_AUTH", "NONE"})
    void newKeysAreAgreedThoughPacketsAreLostAndReordered(ClientWorld.Wrap wrap) {
        long seed = Long.getLong("fieldgate.test.seed", System.nanoTime());
        System.out.println("ClientRenegotiationTest: -Dfieldgate.test.seed=" + seed);
        Random random = new Random(seed);
        ClientWorld world = new ClientWorld(wrap, Transport.UDP, renegotiatesAfter(61));
        world.toServer = VirtualWorld.disturbed(random, 0.03, 0.1);
        world.toClient = VirtualWorld.disturbed(random, 0.03, 0.1);
        world.connected();
        world.advance(Duration.ofMinutes(15));
        assertThat(world.client.isClosed())
                .as("%s %s", world.events, world.server.events(Event.Closed.class))
                .isFalse();
        assertThat(world.events(ClientEvent.Rekeyed.class)).hasSizeGreaterThan(6);
        world.toServer = packets -> packets;
        world.toClient = packets -> packets;
        world.advance(Duration.ofSeconds(20));
        exchangeData(world);
    }

    @Test
    void aServerThatMissedOurAcknowledgementsGetsThemOnTheOldKeyId() {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, Transport.UDP);
        world.connected();
        world.advance(Duration.ofSeconds(11));
        world.toServer =
                packets -> world.events(ClientEvent.Rekeyed.class).isEmpty() ? packets : List.of();
        world.client.renegotiate(world.now, world);
        world.settle();
        assertThat(world.events(ClientEvent.Rekeyed.class)).hasSize(1);
        assertThat(world.server.events(Event.Rekeyed.class)).isEmpty();
        world.advance(Duration.ofSeconds(3));
        world.client.renegotiate(world.now, world);
        world.toServer = packets -> packets;
        world.advance(Duration.ofSeconds(40));
        assertThat(world.server.events(Event.Rekeyed.class)).hasSize(2);
        assertThat(world.events(ClientEvent.Rekeyed.class)).hasSize(2);
        exchangeData(world);
    }

    private static UnaryOperator<ClientConfig> renegotiatesAfter(int seconds) {
        return config ->
                config.with(
                        ClientConfig.Limits.DEFAULT.withRenegotiate(Duration.ofSeconds(seconds)));
    }

    private static Admission everySeconds(int peerId, int seconds) {
        return new Admission(
                peerId,
                VirtualWorld.address("100.64.0.2"),
                18,
                VirtualWorld.address("100.64.0.1"),
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(seconds));
    }

    private static int keyIdOfNextPacket(ClientWorld world) {
        world.outbox.clear();
        world.client.send(world.now, ClientSessionTest.ipPacket(40), world);
        int keyId = world.outbox.getFirst().get(0) & 7;
        world.outbox.clear();
        return keyId;
    }

    private static void exchangeData(ClientWorld world) {
        world.delivered.clear();
        world.server.delivered.clear();
        ByteBuffer packet = ClientSessionTest.ipPacket(60);
        world.client.send(world.now, packet.duplicate(), world);
        world.session().send(world.now, packet.duplicate(), world.hosted());
        world.settle();
        assertThat(world.server.delivered).containsExactly(packet);
        assertThat(world.delivered).containsExactly(packet);
    }
}
