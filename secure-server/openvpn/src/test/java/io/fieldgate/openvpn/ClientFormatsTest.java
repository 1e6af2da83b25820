package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The forms of the data channel and of its keys, which depend on what the client says it can do.
class ClientFormatsTest {
    private static final DataFormat.Cbc CBC =
            new DataFormat.Cbc(CbcCipher.AES_256_CBC, HmacDigest.SHA256);

    @ParameterizedTest
    @EnumSource
    void epochKeysAreUsedWhereBothCan(Transport transport) {
        ClientWorld world = new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, transport).connected();
        assertThat(world.server.events(Event.Established.class).getFirst().epochKeys()).isTrue();
        assertThat(flags(world)).contains(PushedSettings.Flag.EPOCH_DATA);
        renegotiatesAndExchangesData(world);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatKnowsNoEpochsGetsPacketIds(Transport transport) {
        ClientWorld world = saying("IV_PROTO", "990", transport);
        assertThat(flags(world))
                .containsExactlyInAnyOrder(
                        PushedSettings.Flag.EXPORTED_KEYS,
                        PushedSettings.Flag.DYNAMIC_TLS_CRYPT,
                        PushedSettings.Flag.EXIT_MESSAGE);
        renegotiatesAndExchangesData(world);
    }

    @ParameterizedTest
    @EnumSource
    void withoutExporterTheKeysComeFromKeyMethod2(Transport transport) {
        ClientWorld world = saying("IV_PROTO", "2", transport);
        // Such a client has to ask for its settings.
        assertThat(world.isUp()).isFalse();
        world.advance(Duration.ofSeconds(2));
        assertThat(flags(world)).isEmpty();
        renegotiatesAndExchangesData(world);
    }

    @Test
    void withoutPeerIdDataHasTheShortHeader() {
        ClientWorld world = saying("IV_PROTO", "0", Transport.UDP);
        world.advance(Duration.ofSeconds(2));
        PushedSettings settings = world.events(ClientEvent.Established.class).getFirst().settings();
        assertThat(settings.channel().peerId()).isEmpty();
        world.client.send(world.now, ClientSessionTest.ipPacket(60), world);
        assertThat(Opcode.ofFirstByte(world.outbox.getLast().get(0))).contains(Opcode.DATA_V1);
    }

    @Test
    void cbcIsUsedIfNothingElseIsOffered() {
        ClientWorld world =
                world(
                        config ->
                                config.with(CBC)
                                        .with(
                                                new ClientConfig.Identity(
                                                        "2.4.12",
                                                        "linux",
                                                        Map.of("IV_CIPHERS", "AES-256-CBC"))),
                        Transport.UDP);
        assertThat(world.events(ClientEvent.Established.class).getFirst().cipher())
                .isEqualTo("AES-256-CBC");
        renegotiatesAndExchangesData(world);
    }

    @Test
    void cbcIsNotUsedIfTheClientMustNot() {
        ClientWorld world = saying("IV_CIPHERS", "AES-256-CBC", Transport.UDP);
        assertThat(world.end()).isInstanceOf(ClientEnd.Incompatible.class);
    }

    @Test
    void aeadIsPreferredToCbc() {
        ClientWorld world = world(config -> config.with(CBC), Transport.UDP);
        assertThat(world.events(ClientEvent.Established.class).getFirst().cipher())
                .isEqualTo("AES-256-GCM");
    }

    private static ClientWorld saying(String key, String value, Transport transport) {
        ClientConfig.Identity identity =
                new ClientConfig.Identity("2.6.0_test", "linux", Map.of(key, value));
        return world(config -> config.with(identity), transport);
    }

    private static ClientWorld world(UnaryOperator<ClientConfig> adapt, Transport transport) {
        return new ClientWorld(ClientWorld.Wrap.TLS_CRYPT_V2, transport, adapt).connected();
    }

    private static Iterable<PushedSettings.Flag> flags(ClientWorld world) {
        return world.events(ClientEvent.Established.class).getFirst().settings().channel().flags();
    }

    private static void renegotiatesAndExchangesData(ClientWorld world) {
        ByteBuffer packet = ClientSessionTest.ipPacket(60);
        for (int i = 0; i < 3; i++) {
            world.delivered.clear();
            world.server.delivered.clear();
            world.client.send(world.now, packet.duplicate(), world);
            world.session().send(world.now, packet.duplicate(), world.hosted());
            world.settle();
            assertThat(world.server.delivered).isEqualTo(List.of(packet));
            assertThat(world.delivered).isEqualTo(List.of(packet));
            world.advance(Duration.ofSeconds(12));
            world.client.renegotiate(world.now, world);
            world.settle();
        }
        assertThat(world.events(ClientEvent.Rekeyed.class)).hasSize(3);
        assertThat(world.drops).isEmpty();
        assertThat(world.server.drops).isEmpty();
    }
}
