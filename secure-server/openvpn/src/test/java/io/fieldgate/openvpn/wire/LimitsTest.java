package io.fieldgate.openvpn.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lengths at the very edge of what is taken, and keys that must be new.
class LimitsTest {
    private static final StaticKey KEY = StaticKey.of(Vectors.counting(1, StaticKey.LENGTH));
    private static final byte[] SERVER_KEY = Vectors.counting(1, TlsCryptV2ServerKey.LENGTH);

    private final TlsCryptV2ServerKey serverKey = TlsCryptV2ServerKey.of(SERVER_KEY);

    @Test
    void generatedKeysAreRandomInAllTheirParts() {
        SecureRandom random = new SecureRandom();
        byte[] server = TlsCryptV2ServerKey.generate(random);
        byte[] client = StaticKey.generate(random).toBytes();

        assertThat(server).hasSize(128).isNotEqualTo(TlsCryptV2ServerKey.generate(random));
        assertThat(client).hasSize(256).isNotEqualTo(StaticKey.generate(random).toBytes());
        for (byte[] key : List.of(server, client)) {
            for (int at = 0; at < key.length; at += 32) {
                assertThat(ByteBuffer.wrap(key, at, 32)).isNotEqualTo(ByteBuffer.allocate(32));
            }
        }
    }

    @Test
    void keysAreEqualByTheirBytesOnly() {
        byte[] other = KEY.toBytes();
        other[255] ^= 1;

        assertThat(StaticKey.of(KEY.toBytes())).isEqualTo(KEY).hasSameHashCodeAs(KEY);
        assertThat(StaticKey.of(other)).isNotEqualTo(KEY).doesNotHaveSameHashCodeAs(KEY);
        assertThat(KEY).isNotEqualTo("a text");
    }

    @Test
    void theLongestControlPacketIsTakenAndNoLonger() {
        ControlWrap wrap = new ControlKey.Crypt(KEY).wrap(Role.CLIENT);
        ControlWrap server = new ControlKey.Crypt(KEY).wrap(Role.SERVER);
        int payload =
                ControlPacket.MAX_LENGTH - ControlPacket.HEADER_LENGTH - TlsCrypt.OVERHEAD - 5;

        ByteBuffer longest = wrap.wrap(control(payload), new ReplayId(1, 1));
        assertThat(longest.remaining()).isEqualTo(ControlPacket.MAX_LENGTH);
        assertThat(server.unwrap(longest)).isInstanceOf(Parsed.Value.class);
        assertThat(server.unwrap(wrap.wrap(control(payload + 1), new ReplayId(2, 1))))
                .isEqualTo(Parsed.failed(Flaw.TOO_LONG));
    }

    @Test
    void theLongestPacketIsAsLongUnderEveryProtection() {
        for (ControlKey key :
                List.of(
                        new ControlKey.Unprotected(),
                        new ControlKey.Auth(KEY, HmacDigest.SHA256, true))) {
            ControlWrap client = key.wrap(Role.CLIENT);
            ControlWrap server = key.wrap(Role.SERVER);
            ReplayId first = new ReplayId(1, 1);
            int payload = ControlPacket.MAX_LENGTH - client.wrap(control(0), first).remaining();

            ByteBuffer longest = client.wrap(control(payload), first);
            assertThat(longest.remaining()).isEqualTo(ControlPacket.MAX_LENGTH);
            assertThat(server.unwrap(longest)).isInstanceOf(Parsed.Value.class);
            assertThat(server.unwrap(client.wrap(control(payload + 1), first)))
                    .isEqualTo(Parsed.failed(Flaw.TOO_LONG));
        }
    }

    @Test
    void tlsAuthWithAllFieldsAndNoBodyIsForgedAndOneByteLessIsShort() {
        ControlWrap server = new ControlKey.Auth(KEY, HmacDigest.SHA1, true).wrap(Role.SERVER);
        byte[] packet = new byte[ControlPacket.HEADER_LENGTH + HmacDigest.SHA1.length() + 8];
        packet[0] = Opcode.CONTROL_V1.firstByte(0);
        packet[8] = 1;

        assertThat(server.unwrap(ByteBuffer.wrap(packet))).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
        assertThat(server.unwrap(ByteBuffer.wrap(packet, 0, packet.length - 1)))
                .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
    }

    @Test
    void keyIdsGoFromZeroToSeven() {
        for (int keyId : new int[] {0, 7}) {
            assertThat(withKeyId(keyId).keyId()).isEqualTo(keyId);
        }
        for (int keyId : new int[] {-1, 8}) {
            assertThatThrownBy(() -> withKeyId(keyId)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPacketOfAllFieldsAndNoBodyIsForgedAndOneByteLessIsShort() {
        ControlWrap server = new ControlKey.Crypt(KEY).wrap(Role.SERVER);
        byte[] packet = new byte[ControlPacket.HEADER_LENGTH + TlsCrypt.OVERHEAD];
        packet[0] = Opcode.CONTROL_V1.firstByte(0);
        packet[8] = 1;

        assertThat(server.unwrap(ByteBuffer.wrap(packet))).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
        assertThat(server.unwrap(ByteBuffer.wrap(packet, 0, packet.length - 1)))
                .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
    }

    @Test
    void eightAcknowledgementsAreTakenAndNotNine() {
        assertThat(acks(8).acks()).hasSize(8);
        assertThatThrownBy(() -> acks(9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWrappedKeyMayFillThePacketAndNoMore() {
        ByteBuffer wrapped =
                serverKey.wrap(KEY, new ClientKeyMetadata(0, ByteBuffer.allocate(0))).wrapped();
        int length = wrapped.remaining();
        assertThat(length).isEqualTo(WrappedClientKey.MIN_LENGTH + 1);
        ByteBuffer exact = ByteBuffer.allocate(ControlPacket.HEADER_LENGTH + length);
        exact.position(ControlPacket.HEADER_LENGTH).put(wrapped.duplicate()).flip();

        assertThat(WrappedClientKey.split(exact)).isInstanceOf(Parsed.Value.class);
        assertThat(WrappedClientKey.split(exact.slice(1, exact.remaining() - 1)))
                .isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
    }

    @Test
    void lengthsOfWrappedKeysHaveALowerAndAnUpperEnd() {
        assertThat(split(290, 290)).isInstanceOf(Parsed.Value.class);
        assertThat(split(289, 289)).isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
        assertThat(split(300, 289)).isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
        assertThat(split(1100, 1024)).isInstanceOf(Parsed.Value.class);
        assertThat(split(1100, 1025)).isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
    }

    @Test
    void theLongestMetadataIsTaken() {
        TlsCryptV2ClientKey key =
                serverKey.wrap(KEY, new ClientKeyMetadata(255, ByteBuffer.allocate(733)));
        assertThat(key.wrapped().remaining()).isEqualTo(WrappedClientKey.MAX_LENGTH);
        assertThat(serverKey.unwrap(key.wrapped())).isInstanceOf(Parsed.Value.class);
        assertThat(TlsCryptV2ClientKey.parsePem(key.toPem())).isPresent();

        assertThatThrownBy(() -> new ClientKeyMetadata(0, ByteBuffer.allocate(734)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientKeyMetadata(256, ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClientKeyInTextHasALowerAndAnUpperEnd() {
        assertThat(TlsCryptV2ClientKey.parsePem(pem(256 + 290))).isPresent();
        assertThat(TlsCryptV2ClientKey.parsePem(pem(256 + 289))).isEmpty();
        assertThat(TlsCryptV2ClientKey.parsePem(pem(256 + 1024))).isPresent();
        assertThat(TlsCryptV2ClientKey.parsePem(pem(256 + 1025))).isEmpty();
        String padded = pem(256 + 290);
        String longest = padded + " ".repeat(4096 - padded.length());
        assertThat(TlsCryptV2ClientKey.parsePem(longest)).isPresent();
        assertThat(TlsCryptV2ClientKey.parsePem(longest + " ")).isEmpty();
    }

    @Test
    void framesHaveALowerAndAnUpperEnd() {
        ByteBuffer out = ByteBuffer.allocate(4);
        TcpFraming.writeHeader(out, 1);
        TcpFraming.writeHeader(out, TcpFraming.MAX_LENGTH);
        assertThat(out.flip()).isEqualTo(Vectors.buffer("00010800"));
        for (int length : new int[] {0, -1, TcpFraming.MAX_LENGTH + 1}) {
            assertThatThrownBy(() -> TcpFraming.writeHeader(ByteBuffer.allocate(4), length))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyTwoOpcodesCarryAWrappedKeyAndFourAreResets() {
        assertThat(List.of(Opcode.values()).stream().filter(Opcode::carriesWrappedClientKey))
                .containsExactlyInAnyOrder(
                        Opcode.CONTROL_HARD_RESET_CLIENT_V3, Opcode.CONTROL_WKC_V1);
        assertThat(List.of(Opcode.values()).stream().filter(Opcode::isClientHardReset))
                .containsExactlyInAnyOrder(
                        Opcode.CONTROL_HARD_RESET_CLIENT_V2, Opcode.CONTROL_HARD_RESET_CLIENT_V3);
        assertThat(List.of(Opcode.values()).stream().filter(Opcode::isReset))
                .containsExactlyInAnyOrder(
                        Opcode.CONTROL_HARD_RESET_CLIENT_V2,
                        Opcode.CONTROL_HARD_RESET_CLIENT_V3,
                        Opcode.CONTROL_HARD_RESET_SERVER_V2,
                        Opcode.CONTROL_SOFT_RESET_V1);
        assertThat(Opcode.DATA_V2.code()).isEqualTo(9);
    }

    @Test
    void anIdThatIsExactlyAsOldAsTheWindowIsRefused() {
        ReplayWindow window = new ReplayWindow(ReplayWindow.STOCK);
        assertThat(window.accept(0, 100)).isTrue();
        assertThat(window.mayAccept(100 - 63)).isTrue();
        assertThat(window.mayAccept(100 - 64)).isFalse();
        assertThat(window.accept(0, 100 - 63)).isTrue();
        assertThat(window.accept(0, 100 - 63)).isFalse();
        assertThat(window.newest()).isEqualTo(100);
        assertThat(window.accept(0, 101)).isTrue();
        assertThat(window.accept(0, 100)).isFalse();
        assertThat(window.accept(0, 0)).isFalse();
    }

    @Test
    void windowsHaveALowerAndAnUpperEnd() {
        for (int[] size : new int[][] {{0, 15}, {65_537, 15}, {64, -1}, {64, 601}}) {
            assertThatThrownBy(() -> new ReplayWindow.Size(size[0], size[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new ReplayWindow.Size(1, 0).packets()).isEqualTo(1);
        assertThat(new ReplayWindow.Size(65_536, 600).seconds()).isEqualTo(600);
    }

    private static ControlPacket control(int payload) {
        return new ControlPacket(
                Opcode.CONTROL_V1, 0, 1, List.of(), 0, 1, ByteBuffer.allocate(payload));
    }

    private static ControlPacket withKeyId(int keyId) {
        return new ControlPacket(
                Opcode.CONTROL_V1, keyId, 1, List.of(), 0, 1, ByteBuffer.allocate(0));
    }

    private static ControlPacket acks(int count) {
        return new ControlPacket(
                Opcode.ACK_V1, 0, 1, Collections.nCopies(count, 1), 2, 0, ByteBuffer.allocate(0));
    }

    /// A packet whose last two bytes say this length.
    private static Parsed<WrappedClientKey.Split> split(int available, int said) {
        ByteBuffer packet = ByteBuffer.allocate(ControlPacket.HEADER_LENGTH + available);
        packet.putShort(packet.capacity() - 2, (short) said);
        return WrappedClientKey.split(packet);
    }

    private static String pem(int length) {
        return "-----BEGIN OpenVPN tls-crypt-v2 client key-----\n"
                + Base64.getEncoder().encodeToString(new byte[length])
                + "\n-----END OpenVPN tls-crypt-v2 client key-----\n";
    }
}
