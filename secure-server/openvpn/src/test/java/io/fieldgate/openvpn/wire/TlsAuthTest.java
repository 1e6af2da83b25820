package io.fieldgate.openvpn.wire;

import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static io.fieldgate.openvpn.wire.Vectors.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsAuthTest {
    private static final ReplayId FIRST = new ReplayId(1, 0x65000000);
    private static final StaticKey KEY = StaticKey.of(counting(0, 256));

    @Test
    void theClientsResetIsThatOfStockClients() {
        assertThat(reset(HmacDigest.SHA1))
                .isEqualTo(
                        "380102030405060708602941d9a95a08dd2d0892de37cd48c0953c77420000000165000000"
                                + "0000000000");
        assertThat(reset(HmacDigest.SHA256))
                .isEqualTo(
                        "3801020304050607087a8e3ff36fd2511a4d423bcba2d6cda3d982f8d32959f098f4e0d7e5"
                                + "b89aa9f700000001650000000000000000");
    }

    @ParameterizedTest
    @EnumSource(HmacDigest.class)
    void bothEndsUnderstandEachOther(HmacDigest digest) {
        for (boolean directional : new boolean[] {true, false}) {
            ControlKey key = new ControlKey.Auth(KEY, digest, directional);
            for (Role sender : Role.values()) {
                Role receiver = sender == Role.CLIENT ? Role.SERVER : Role.CLIENT;
                ByteBuffer sent = key.wrap(sender).wrap(packet(), FIRST);
                ControlWrap.Unwrapped got = value(key.wrap(receiver).unwrap(sent));
                assertThat(got.packet()).isEqualTo(packet());
                assertThat(got.replayId()).isEqualTo(FIRST);
                assertThat(sent.position()).isZero();
            }
        }
    }

    @Test
    void digestsAreFoundByOpenVpnsNamesWhateverTheirCase() {
        for (HmacDigest digest : HmacDigest.values()) {
            assertThat(HmacDigest.named(digest.name())).contains(digest);
            assertThat(digest.newMac().getAlgorithm()).isEqualTo(digest.algorithm());
            assertThat(digest.newMac().getMacLength()).isEqualTo(digest.length());
        }
        assertThat(HmacDigest.named("sha512")).contains(HmacDigest.SHA512);
        assertThat(HmacDigest.named("MD5")).isEmpty();
        assertThat(HmacDigest.named("")).isEmpty();
    }

    @Test
    void everyProtectionButNoneAuthenticates() {
        assertThat(new ControlKey.Auth(KEY, HmacDigest.SHA1, true).wrap(Role.SERVER))
                .matches(ControlWrap::authenticates);
        assertThat(new ControlKey.Crypt(KEY).wrap(Role.SERVER)).matches(ControlWrap::authenticates);
    }

    @Test
    void everyChangedByteIsNoticed() {
        ControlKey key = new ControlKey.Auth(KEY, HmacDigest.SHA256, true);
        ByteBuffer sent = key.wrap(Role.CLIENT).wrap(packet(), FIRST);
        ControlWrap server = key.wrap(Role.SERVER);
        for (int i = 0; i < sent.limit(); i++) {
            ByteBuffer changed = copy(sent);
            changed.put(i, (byte) (changed.get(i) ^ 1));
            assertThat(server.unwrap(changed)).as("byte %d", i).isInstanceOf(Parsed.Failure.class);
        }
        for (int length = 0; length < sent.limit(); length++) {
            assertThat(server.unwrap(copy(sent).limit(length)))
                    .as("length %d", length)
                    .isInstanceOf(Parsed.Failure.class);
        }
        assertThat(server.unwrap(ByteBuffer.allocate(ControlPacket.MAX_LENGTH + 1)))
                .isEqualTo(Parsed.failed(Flaw.TOO_LONG));
    }

    @Test
    void anotherKeyDigestOrDirectionIsRefused() {
        ByteBuffer sent =
                new ControlKey.Auth(KEY, HmacDigest.SHA256, true)
                        .wrap(Role.CLIENT)
                        .wrap(packet(), FIRST);
        StaticKey other = StaticKey.of(counting(1, 256));
        for (ControlKey key :
                List.of(
                        new ControlKey.Auth(other, HmacDigest.SHA256, true),
                        new ControlKey.Auth(KEY, HmacDigest.SHA1, true),
                        new ControlKey.Auth(KEY, HmacDigest.SHA512, true),
                        new ControlKey.Auth(KEY, HmacDigest.SHA256, false),
                        new ControlKey.Crypt(KEY))) {
            assertThat(key.wrap(Role.SERVER).unwrap(sent))
                    .as("%s", key)
                    .isInstanceOf(Parsed.Failure.class);
        }
        assertThat(new ControlKey.Auth(KEY, HmacDigest.SHA256, true).wrap(Role.CLIENT).unwrap(sent))
                .as("a packet sent back to its sender")
                .isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void withoutProtectionAPacketIsItself() {
        ControlWrap none = new ControlKey.Unprotected().wrap(Role.SERVER);
        ByteBuffer sent = none.wrap(Vectors.reset(Opcode.CONTROL_HARD_RESET_CLIENT_V2), FIRST);
        assertThat(hex(sent)).isEqualTo("3801020304050607080000000000");
        assertThat(none.authenticates()).isFalse();
        assertThat(value(none.unwrap(none.wrap(packet(), FIRST))).packet()).isEqualTo(packet());
        assertThat(none.unwrap(ByteBuffer.wrap(bytes("38010203"))))
                .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
        assertThat(none.unwrap(ByteBuffer.allocate(ControlPacket.MAX_LENGTH + 1)))
                .isEqualTo(Parsed.failed(Flaw.TOO_LONG));
    }

    private static String reset(HmacDigest digest) {
        ControlWrap wrap = new ControlKey.Auth(KEY, digest, true).wrap(Role.CLIENT);
        return hex(wrap.wrap(Vectors.reset(Opcode.CONTROL_HARD_RESET_CLIENT_V2), FIRST));
    }

    private static ControlPacket packet() {
        return new ControlPacket(
                Opcode.CONTROL_V1,
                3,
                0x0102030405060708L,
                List.of(1, -2),
                9,
                7,
                ByteBuffer.wrap(bytes("160301")));
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }
}
