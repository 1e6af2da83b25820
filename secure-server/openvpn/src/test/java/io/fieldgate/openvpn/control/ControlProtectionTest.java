package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.StaticKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlProtectionTest {
    private static final long SECOND = 1_000_000_000L;
    private final ControlProtection client = protection(Role.CLIENT);
    private final ControlProtection server = protection(Role.SERVER);

    @Test
    void aPacketIsTakenOnce() {
        ByteBuffer packet = client.wrap(packet(0));

        assertThat(server.unwrap(0, 0, packet.duplicate())).isEqualTo(Parsed.of(packet(0)));
        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.failed(Flaw.REPLAYED));
    }

    @ParameterizedTest
    @CsvSource({"15,true", "16,false"})
    void aPacketThatWasOvertakenIsTakenForFifteenSeconds(long seconds, boolean taken) {
        ByteBuffer late = client.wrap(packet(0));
        server.unwrap(0, 0, client.wrap(packet(0)));

        assertThat(server.unwrap(seconds * SECOND, 0, late))
                .isEqualTo(taken ? Parsed.of(packet(0)) : Parsed.failed(Flaw.REPLAYED));
    }

    @Test
    void aRenegotiationIsProtectedByTheDynamicKey() {
        byte[] exported = new byte[StaticKey.LENGTH];
        Arrays.fill(exported, (byte) 0x5c);
        client.useDynamicKey(exported);

        ByteBuffer first = client.wrap(packet(0));
        ByteBuffer renegotiation = client.wrap(packet(1));

        assertThat(server.unwrap(0, 0, first)).isEqualTo(Parsed.of(packet(0)));
        assertThat(server.unwrap(0, 1, renegotiation.duplicate()))
                .isEqualTo(Parsed.failed(Flaw.BAD_TAG));
        server.useDynamicKey(exported);
        assertThat(server.unwrap(0, 1, renegotiation)).isEqualTo(Parsed.of(packet(1)));
    }

    @Test
    void anUnprotectedPacketIsNeverTakenWhereADynamicKeyIsInUse() {
        byte[] exported = new byte[StaticKey.LENGTH];
        Arrays.fill(exported, (byte) 0x5c);
        ControlProtection bare =
                new ControlProtection(new ControlKey.Unprotected(), Role.CLIENT, 1, 1_000_000_000);
        ControlProtection receiver =
                new ControlProtection(new ControlKey.Unprotected(), Role.SERVER, 1, 1_000_000_000);
        receiver.useDynamicKey(exported);

        assertThat(receiver.unwrap(0, 1, bare.wrap(packet(1)))).isInstanceOf(Parsed.Failure.class);
    }

    private static ControlProtection protection(Role role) {
        byte[] key = new byte[StaticKey.LENGTH];
        Arrays.fill(key, (byte) 0x36);
        return new ControlProtection(
                new ControlKey.Crypt(StaticKey.of(key)), role, 1, 1_000_000_000);
    }

    private static ControlPacket packet(int keyId) {
        return new ControlPacket(
                Opcode.CONTROL_V1, keyId, 1, List.of(), 0, 0, ByteBuffer.wrap(new byte[] {1, 2}));
    }
}
