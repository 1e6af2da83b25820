package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.Flaw;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.Role;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCrypt;
import io.fieldgate.openvpn.wire.Vectors;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ControlProtectionTest {
    private static final StaticKey KEY = StaticKey.of(Vectors.counting(1, StaticKey.LENGTH));
    private static final byte[] EXPORTED = Vectors.counting(77, StaticKey.LENGTH);
    private static final ControlKey.Crypt CRYPT = new ControlKey.Crypt(KEY);
    private static final ControlKey.Auth AUTH = new ControlKey.Auth(KEY, HmacDigest.SHA256, true);
    private static final ControlKey.Unprotected NONE = new ControlKey.Unprotected();
    private static final int TIME = 1_700_000_000;

    static List<ControlKey> keys() {
        return List.of(CRYPT, AUTH);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aPacketIsTakenOnce(ControlKey key) {
        ControlProtection server = server(key);
        ByteBuffer packet = client(key).wrap(packet(0));

        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.of(packet(0)));
        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.failed(Flaw.REPLAYED));
    }

    @ParameterizedTest
    @CsvSource({"15,true", "16,false"})
    void aPacketThatWasOvertakenIsTakenForFifteenSeconds(long seconds, boolean taken) {
        ControlProtection client = client(CRYPT);
        ControlProtection server = server(CRYPT);
        ByteBuffer late = client.wrap(packet(0));
        server.unwrap(0, 0, client.wrap(packet(0)));

        assertThat(server.unwrap(seconds * 1_000_000_000L, 0, late))
                .isEqualTo(taken ? Parsed.of(packet(0)) : Parsed.failed(Flaw.REPLAYED));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anEarlierTimeIsRefused(ControlKey key) {
        ControlProtection server = server(key);
        server.unwrap(0, 0, client(key).wrap(packet(0)));
        ByteBuffer early = key.wrap(Role.CLIENT).wrap(packet(0), new ReplayId(99, TIME - 1));

        assertThat(server.unwrap(0, 0, early)).isEqualTo(Parsed.failed(Flaw.TIME_BACKTRACK));
    }

    @Test
    void withoutProtectionARepetitionIsLeftToTheReliableLayer() {
        ControlProtection server = server(NONE);
        ByteBuffer packet = client(NONE).wrap(packet(0));

        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.of(packet(0)));
        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.of(packet(0)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void renegotiationsAreSentWithTheDynamicKeyAndTheFirstKeyIdIsNot(ControlKey key) {
        ControlProtection client = client(key);
        client.useDynamicKey(EXPORTED);

        assertThat(opensWith(new ControlKey.Crypt(dynamic(key)), client.wrap(packet(1)))).isTrue();
        assertThat(opensWith(key, client.wrap(packet(0)))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eitherKeyIsTakenOnEveryKeyIdAndEachPacketOnce(ControlKey key) {
        ControlProtection server = server(key);
        server.useDynamicKey(EXPORTED);
        ControlKey dynamic = new ControlKey.Crypt(dynamic(key));
        int id = 1;
        for (int keyId : new int[] {0, 1}) {
            for (ControlKey used : List.of(key, dynamic)) {
                ByteBuffer packet =
                        used.wrap(Role.CLIENT).wrap(packet(keyId), new ReplayId(id++, TIME));
                assertThat(server.unwrap(0, keyId, packet)).isEqualTo(Parsed.of(packet(keyId)));
                assertThat(server.unwrap(0, keyId, packet)).isEqualTo(Parsed.failed(Flaw.REPLAYED));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyThatIsNeitherIsRefused(ControlKey key) {
        ControlProtection server = server(key);
        server.useDynamicKey(EXPORTED);
        ControlKey foreign = new ControlKey.Crypt(StaticKey.of(EXPORTED));
        for (int keyId : new int[] {0, 1}) {
            ByteBuffer packet =
                    foreign.wrap(Role.CLIENT).wrap(packet(keyId), new ReplayId(1, TIME));
            assertThat(server.unwrap(0, keyId, packet)).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
        }
    }

    @Test
    void anUnprotectedPacketIsNeverTakenForARenegotiation() {
        ControlProtection server = server(NONE);
        server.useDynamicKey(EXPORTED);
        for (int keyId = 1; keyId <= 7; keyId++) {
            ByteBuffer packet = NONE.wrap(Role.CLIENT).wrap(packet(keyId), new ReplayId(1, TIME));
            assertThat(server.unwrap(0, keyId, packet)).isInstanceOf(Parsed.Failure.class);
        }
        ByteBuffer first = NONE.wrap(Role.CLIENT).wrap(packet(0), new ReplayId(1, TIME));
        assertThat(server.unwrap(0, 0, first)).isEqualTo(Parsed.of(packet(0)));
        ByteBuffer later =
                TlsCrypt.client(StaticKey.of(EXPORTED)).wrap(packet(1), new ReplayId(1, TIME));
        assertThat(server.unwrap(0, 1, later)).isEqualTo(Parsed.of(packet(1)));
        assertThat(server.unwrap(0, 1, later)).isEqualTo(Parsed.failed(Flaw.REPLAYED));
    }

    /// OpenVPN 3 does so after its first renegotiation, with packets of all key ids.
    @Test
    void aPacketThatIsTooShortForTheFirstKeyIsTriedWithTheOther() {
        ControlKey.Auth key = new ControlKey.Auth(KEY, HmacDigest.SHA512, true);
        ControlProtection server = server(key);
        server.useDynamicKey(EXPORTED);
        ControlPacket small =
                new ControlPacket(Opcode.ACK_V1, 0, 5, List.of(1), 6, 0, ByteBuffer.allocate(0));
        ByteBuffer packet =
                new ControlKey.Crypt(dynamic(key))
                        .wrap(Role.CLIENT)
                        .wrap(small, new ReplayId(1, TIME));
        assertThat(key.wrap(Role.SERVER).unwrap(packet)).isEqualTo(Parsed.failed(Flaw.TOO_SHORT));

        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.of(small));
        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.failed(Flaw.REPLAYED));
    }

    @Test
    void whereNothingWasProtectedADynamicPacketOfTheFirstKeyIdIsOpened() {
        ControlProtection server = server(NONE);
        server.useDynamicKey(EXPORTED);
        ByteBuffer packet =
                TlsCrypt.client(StaticKey.of(EXPORTED)).wrap(packet(0), new ReplayId(1, TIME));
        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.of(packet(0)));
        assertThat(server.unwrap(0, 0, packet)).isEqualTo(Parsed.failed(Flaw.REPLAYED));
    }

    @Test
    void ourOwnPacketsHaveTheirTimeAndTheirNumbers() {
        ControlProtection client = new ControlProtection(CRYPT, Role.CLIENT, 5, TIME);
        for (int id = 5; id < 8; id++) {
            assertThat(replayId(CRYPT, client.wrap(packet(0)))).isEqualTo(new ReplayId(id, TIME));
        }
        client.useDynamicKey(EXPORTED);
        ControlKey later = new ControlKey.Crypt(dynamic(CRYPT));
        assertThat(replayId(later, client.wrap(packet(1)))).isEqualTo(new ReplayId(1, TIME));
        assertThat(replayId(CRYPT, client.wrap(packet(0)))).isEqualTo(new ReplayId(8, TIME));
    }

    private static ReplayId replayId(ControlKey key, ByteBuffer packet) {
        return key.wrap(Role.SERVER).unwrap(packet)
                        instanceof Parsed.Value<ControlWrap.Unwrapped>(ControlWrap.Unwrapped open)
                ? open.replayId()
                : new ReplayId(0, 0);
    }

    private static StaticKey dynamic(ControlKey key) {
        return key.combine(EXPORTED);
    }

    private static boolean opensWith(ControlKey key, ByteBuffer packet) {
        return key.wrap(Role.SERVER).unwrap(packet) instanceof Parsed.Value<?>;
    }

    private static ControlProtection server(ControlKey key) {
        return new ControlProtection(key, Role.SERVER, 1, TIME);
    }

    private static ControlProtection client(ControlKey key) {
        return new ControlProtection(key, Role.CLIENT, 1, TIME);
    }

    private static ControlPacket packet(int keyId) {
        return new ControlPacket(
                Opcode.CONTROL_V1, keyId, 5, List.of(), 0, 1, ByteBuffer.allocate(60));
    }
}
