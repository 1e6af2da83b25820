package io.fieldgate.openvpn.wire;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static io.fieldgate.openvpn.wire.Vectors.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TlsCryptV2Test {
    private static final UUID PEER = UUID.fromString("0189aaf0-0000-7000-8000-0000000000ff");

    private final TlsCryptV2ServerKey serverKey = TlsCryptV2ServerKey.of(counting(0, 128));
    private final StaticKey clientKey = StaticKey.of(counting(0x80, 256));
    private final TlsCryptV2ClientKey forPeer =
            serverKey.wrap(clientKey, ClientKeyMetadata.ofPeer(PEER));

    @Test
    void theWrappedKeyIsThatOfTheVectors() throws Exception {
        ClientKeyMetadata timestamp = new ClientKeyMetadata(1, buffer("0000000065000000"));

        ByteBuffer wrapped = serverKey.wrap(clientKey, timestamp).wrapped();

        byte[] all = new byte[wrapped.remaining()];
        wrapped.get(all);
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(all, 0, 32))
                .isEqualTo("85c6c0850800f81b256217e35c5c2880e2c61a3745603d6c1b7ffd36ff904288");
        assertThat(hex.formatHex(all, all.length - 2, all.length)).isEqualTo("012b");
        assertThat(hex.formatHex(MessageDigest.getInstance("SHA-256").digest(all)))
                .isEqualTo("1b5ca095dfed96ee2af29f1d8ae35efc7f457b1eed058f6f425ac4da8613983a");
    }

    @Test
    void theFirstPacketOfAClientIsThatOfTheVectors() {
        ReplayId early = new ReplayId(ReplayId.EARLY_NEGOTIATION_START, Vectors.TIME);
        ByteBuffer packet =
                TlsCrypt.client(clientKey)
                        .wrap(Vectors.reset(Opcode.CONTROL_HARD_RESET_CLIENT_V3), early);

        assertThat(hex(packet))
                .isEqualTo(
                        "5001020304050607080f000001650000008b45716d28c63f49b50abe9920a6a3466bdc6472"
                                + "9119dd7a7834ca0dc3bcf2b9ec99d651fa");
        assertThat(early.signalsEarlyNegotiation()).isTrue();
        assertThat(new ReplayId(1, Vectors.TIME).signalsEarlyNegotiation()).isFalse();
    }

    @Test
    void theServerFindsKeyAndPeerInTheFirstPacket() {
        WrappedClientKey.Split split = value(WrappedClientKey.split(firstPacket()));
        TlsCryptV2ServerKey.Unwrapped opened = value(serverKey.unwrap(split.wrapped()));

        assertThat(opened.clientKey()).isEqualTo(clientKey);
        assertThat(opened.metadata().peer()).contains(PEER);
        assertThat(value(TlsCrypt.server(opened.clientKey()).unwrap(split.packet())).packet())
                .isEqualTo(Vectors.reset(Opcode.CONTROL_HARD_RESET_CLIENT_V3));
    }

    @Test
    void metadataOfAnotherTypeOrLengthNamesNobody() {
        assertThat(new ClientKeyMetadata(1, ByteBuffer.allocate(16)).peer()).isEmpty();
        assertThat(new ClientKeyMetadata(0, ByteBuffer.allocate(15)).peer()).isEmpty();
        assertThat(new ClientKeyMetadata(0, ByteBuffer.allocate(17)).peer()).isEmpty();
        assertThat(new ClientKeyMetadata(0, ByteBuffer.allocate(0)).peer()).isEmpty();
    }

    @Test
    void aKeysAgeIsReadFromTheTwoFormsThatHaveOne() {
        long time = 0x0102030405060708L;
        ByteBuffer eight = ByteBuffer.allocate(8).putLong(0, time);

        assertThat(new ClientKeyMetadata(1, eight).createdUnixSeconds()).hasValue(time);
        assertThat(ClientKeyMetadata.ofPeer(PEER, time).createdUnixSeconds()).hasValue(time);
        assertThat(ClientKeyMetadata.ofPeer(PEER, time).peer()).contains(PEER);
    }

    @Test
    void noOtherMetadataSaysAnAge() {
        assertThat(ClientKeyMetadata.ofPeer(PEER).createdUnixSeconds()).isEmpty();
        for (int[] form : new int[][] {{1, 7}, {1, 9}, {1, 24}, {0, 8}, {2, 8}, {2, 24}}) {
            ClientKeyMetadata other = new ClientKeyMetadata(form[0], ByteBuffer.allocate(form[1]));
            assertThat(other.createdUnixSeconds()).as("%s", other).isEmpty();
            assertThat(other.peer()).as("%s", other).isEmpty();
        }
    }

    @Test
    void theLongestMetadataFitsAndOneByteMoreDoesNot() {
        ClientKeyMetadata longest = new ClientKeyMetadata(0, ByteBuffer.allocate(733));

        ByteBuffer wrapped = serverKey.wrap(clientKey, longest).wrapped();

        assertThat(wrapped.remaining()).isEqualTo(WrappedClientKey.MAX_LENGTH);
        assertThat(value(serverKey.unwrap(wrapped)).metadata()).isEqualTo(longest);
        assertThatThrownBy(() -> new ClientKeyMetadata(0, ByteBuffer.allocate(734)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneChangedBitInTheWrappedKeyIsRefused() {
        byte[] wrapped = new byte[forPeer.wrapped().remaining()];
        forPeer.wrapped().get(wrapped);
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] changed = wrapped.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(serverKey.unwrap(ByteBuffer.wrap(changed)))
                    .as("bit %s", bit)
                    .isInstanceOf(Parsed.Failure.class);
        }
    }

    @Test
    void aWrongTagIsRefusedAsSuch() {
        byte[] wrapped = new byte[forPeer.wrapped().remaining()];
        forPeer.wrapped().get(wrapped);
        wrapped[0] ^= 1;

        assertThat(serverKey.unwrap(ByteBuffer.wrap(wrapped)))
                .isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void theKeyOfAnotherServerIsRefused() {
        TlsCryptV2ServerKey other = TlsCryptV2ServerKey.of(counting(1, 128));

        assertThat(other.unwrap(forPeer.wrapped())).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void aLengthThatLiesIsRefused() {
        int packetLength = firstPacket().remaining();
        for (int lie : new int[] {0, 1, 2, 33, 289, packetLength - 8, packetLength, 1025, 65535}) {
            ByteBuffer packet = firstPacket();
            packet.putShort(packet.limit() - 2, (short) lie);

            assertThat(WrappedClientKey.split(packet))
                    .as("length %s", lie)
                    .isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
        }
    }

    @Test
    void aLengthWithinThePacketButWrongFailsAtTheTag() {
        ByteBuffer packet = firstPacket();
        packet.putShort(packet.limit() - 2, (short) (forPeer.wrapped().remaining() - 1));

        WrappedClientKey.Split split = value(WrappedClientKey.split(packet));

        assertThat(serverKey.unwrap(split.wrapped())).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void anOversizedLengthIsRefusedThoughThePacketIsLongEnough() {
        ByteBuffer packet = ByteBuffer.allocate(2000);
        packet.putShort(1998, (short) WrappedClientKey.MAX_LENGTH);
        assertThat(WrappedClientKey.split(packet)).isInstanceOf(Parsed.Value.class);

        packet.putShort(1998, (short) (WrappedClientKey.MAX_LENGTH + 1));
        assertThat(WrappedClientKey.split(packet)).isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
    }

    @Test
    void aPacketWithoutRoomForAWrappedKeyIsRefused() {
        for (int length : new int[] {0, 1, 9, 10, 298}) {
            assertThat(WrappedClientKey.split(ByteBuffer.allocate(length)))
                    .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
        }
    }

    @Test
    void aKeyAloneMustSayItsOwnLength() {
        ByteBuffer oversized = ByteBuffer.allocate(WrappedClientKey.MAX_LENGTH + 1);
        ByteBuffer wrongLength = ByteBuffer.allocate(400);

        assertThat(serverKey.unwrap(oversized)).isEqualTo(Parsed.failed(Flaw.TOO_LONG));
        assertThat(serverKey.unwrap(wrongLength)).isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
        assertThat(serverKey.unwrap(ByteBuffer.allocate(290)))
                .isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
    }

    @Test
    void thePemFormReadsBackToTheSameKey() {
        TlsCryptV2ClientKey read = TlsCryptV2ClientKey.parsePem(forPeer.toPem()).orElseThrow();

        assertThat(read.key()).isEqualTo(clientKey);
        assertThat(read.wrapped()).isEqualTo(forPeer.wrapped());
        assertThat(forPeer.toPem()).startsWith("-----BEGIN OpenVPN tls-crypt-v2 client key-----\n");
        assertThat(forPeer.toPem().lines()).allMatch(line -> line.length() <= 64);
    }

    @Test
    void otherTextIsNoClientKey() {
        String pem = forPeer.toPem();

        assertThat(TlsCryptV2ClientKey.parsePem("")).isEmpty();
        assertThat(TlsCryptV2ClientKey.parsePem(pem + "up /bin/sh\n")).isEmpty();
        assertThat(TlsCryptV2ClientKey.parsePem(pem.replace("client", "server"))).isEmpty();
        assertThat(TlsCryptV2ClientKey.parsePem(pem.substring(0, 200))).isEmpty();
        assertThat(
                        TlsCryptV2ClientKey.parsePem(
                                pem.lines().limit(3).reduce("", (a, b) -> a + b + "\n")
                                        + pem.lines()
                                                .skip(pem.lines().count() - 1)
                                                .findFirst()
                                                .orElseThrow()))
                .isEmpty();
    }

    @Test
    void nothingSecretIsShownAsText() {
        assertThat(serverKey + " " + clientKey + " " + forPeer)
                .isEqualTo(
                        "TlsCryptV2ServerKey[not shown] StaticKey[not shown]"
                                + " TlsCryptV2ClientKey[not shown]");
    }

    @Test
    void noBytesMakeSplittingOrUnwrappingThrow() {
        Mutations mutations = new Mutations("TlsCryptV2Test");
        ByteBuffer first = firstPacket();
        byte[] valid = new byte[first.remaining()];
        first.get(valid);
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer bytes = mutations.noiseOrMutantOf(valid);
            assertThat(serverKey.unwrap(bytes)).isInstanceOf(Parsed.Failure.class);
            if (WrappedClientKey.split(bytes)
                    instanceof Parsed.Value<WrappedClientKey.Split>(WrappedClientKey.Split split)) {
                assertThat(serverKey.unwrap(split.wrapped())).isNotNull();
                assertThat(TlsCrypt.server(clientKey).unwrap(split.packet())).isNotNull();
            }
        }
    }

    private ByteBuffer firstPacket() {
        ByteBuffer reset =
                TlsCrypt.client(clientKey)
                        .wrap(
                                Vectors.reset(Opcode.CONTROL_HARD_RESET_CLIENT_V3),
                                new ReplayId(ReplayId.EARLY_NEGOTIATION_START, Vectors.TIME));
        ByteBuffer wrapped = forPeer.wrapped();
        return ByteBuffer.allocate(reset.remaining() + wrapped.remaining())
                .put(reset)
                .put(wrapped)
                .flip();
    }
}
