package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.DataCipher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Our client against our server, in virtual time.
class ClientSessionTest {
    @ParameterizedTest
    @CsvSource({
        "TLS_CRYPT_V2, UDP",
        "TLS_CRYPT_V2, TCP",
        "TLS_CRYPT, UDP",
        "TLS_CRYPT, TCP",
        "TLS_AUTH, UDP",
        "TLS_AUTH, TCP",
        "NONE, UDP",
        "NONE, TCP"
    })
    void itComesUpAndDataFlowsBothWays(ClientWorld.Wrap wrap, Transport transport) {
        ClientWorld world = new ClientWorld(wrap, transport).connected();

        assertThat(world.isUp()).isTrue();
        assertThat(world.drops).isEmpty();
        assertThat(world.server.drops).isEmpty();
        ClientEvent.Established established =
                world.events(ClientEvent.Established.class).getFirst();
        assertThat(established.tlsVersion()).isEqualTo("TLSv1.3");
        assertThat(established.cipher()).isEqualTo("AES-256-GCM");
        assertThat(established.settings().ipv4().orElseThrow().address())
                .isEqualTo(VirtualWorld.address("100.64.0.2"));
        assertThat(established.settings().ignored()).isEmpty();

        ByteBuffer packet = ipPacket(60);
        world.client.send(world.now, packet.duplicate(), world);
        world.settle();
        assertThat(world.server.delivered).containsExactly(packet);

        world.session().send(world.now, packet.duplicate(), world.hosted());
        world.settle();
        assertThat(world.delivered).containsExactly(packet);
    }

    @ParameterizedTest
    @EnumSource
    void everyCipherWorks(DataCipher cipher) {
        ClientWorld world =
                new ClientWorld(
                                ClientWorld.Wrap.TLS_CRYPT_V2,
                                Transport.UDP,
                                config -> config.with(List.of(cipher)))
                        .connected();
        assertThat(world.events(ClientEvent.Established.class).getFirst().cipher())
                .isEqualTo(cipher.openvpnName());
        world.advance(Duration.ofSeconds(30));
        assertThat(world.isUp()).isTrue();
    }

    static ByteBuffer ipPacket(int length) {
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put(0, (byte) 0x45).putShort(2, (short) length);
        return packet;
    }
}
