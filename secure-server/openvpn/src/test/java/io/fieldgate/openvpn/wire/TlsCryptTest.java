package io.fieldgate.openvpn.wire;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static io.fieldgate.openvpn.wire.Vectors.counting;
import static io.fieldgate.openvpn.wire.Vectors.hex;
import static io.fieldgate.openvpn.wire.Vectors.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsCryptTest {
    private static final String CLIENT_RESET =
            "3801020304050607080000000165000000cfccca8dc0e5aba43f54ed925ae825837d70281fd40c461fdde5"
                    + "ff4c89d0c5bb677280b699";
    private static final String SERVER_RESET =
            "4011121314151617180000000165000000916c21bc5d66000ca71f818325982ca7144e1e830dfa355ba6a3"
                    + "6731fc080406eb9321d5176ad919439633cb4220c3a5bb";
    private static final String SERVER_RESET_RESEND_WKC =
            "40111213141516171800000001650000003bf459bd9bbe6246be9fde25c3f6dec4d7c2783fc9c616bdb173"
                    + "1eac7836bcc86646a0b7e6d390a41ba04ce7e64fbdaf2a300093b16650";
    private static final ReplayId FIRST = new ReplayId(1, Vectors.TIME);

    private final StaticKey key = StaticKey.of(counting(0, 256));
    private final TlsCrypt client = TlsCrypt.client(key);
    private final TlsCrypt server = TlsCrypt.server(key);

    @Test
    void theClientsResetIsThatOfTheVectors() {
        ControlPacket reset = Vectors.reset(Opcode.CONTROL_HARD_RESET_CLIENT_V2);

        assertThat(hex(client.wrap(reset, FIRST))).isEqualTo(CLIENT_RESET);
        assertThat(value(server.unwrap(buffer(CLIENT_RESET))))
                .isEqualTo(new ControlWrap.Unwrapped(reset, FIRST));
    }

    @Test
    void theServersResetIsThatOfTheVectors() {
        ControlPacket reset = Vectors.serverReset(ByteBuffer.allocate(0));

        assertThat(hex(server.wrap(reset, FIRST))).isEqualTo(SERVER_RESET);
        assertThat(value(client.unwrap(buffer(SERVER_RESET))).packet()).isEqualTo(reset);
    }

    @Test
    void theServersResetThatAsksForTheWrappedKeyIsThatOfTheVectors() {
        ControlPacket reset = Vectors.serverReset(EarlyNegotiation.resendWrappedClientKey());

        assertThat(hex(server.wrap(reset, FIRST))).isEqualTo(SERVER_RESET_RESEND_WKC);
    }

    @Test
    void aWrapCanBeUsedAgainAndAgain() {
        for (int id = 1; id < 20; id++) {
            ControlPacket packet =
                    new ControlPacket(
                            Opcode.CONTROL_V1, 1, 5, List.of(id), 6, id, buffer("17".repeat(id)));
            ReplayId replayId = new ReplayId(id, 9);

            assertThat(value(server.unwrap(client.wrap(packet, replayId))))
                    .isEqualTo(new ControlWrap.Unwrapped(packet, replayId));
        }
    }

    @Test
    void oneChangedBitAnywhereIsRefused() {
        byte[] packet = bytes(CLIENT_RESET);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(server.unwrap(ByteBuffer.wrap(changed)))
                    .as("bit %s", bit)
                    .isInstanceOf(Parsed.Failure.class);
        }
    }

    @Test
    void aWrongTagIsRefusedAsSuch() {
        byte[] packet = bytes(CLIENT_RESET);
        packet[17] ^= 1;

        assertThat(server.unwrap(ByteBuffer.wrap(packet))).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] packet = bytes(CLIENT_RESET);
        for (int length = 0; length < packet.length; length++) {
            assertThat(server.unwrap(ByteBuffer.wrap(packet, 0, length)))
                    .as("length %s", length)
                    .isInstanceOf(Parsed.Failure.class);
        }
    }

    @Test
    void anEndDoesNotAcceptWhatItSentItself() {
        assertThat(client.unwrap(buffer(CLIENT_RESET))).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void anotherKeyIsRefused() {
        TlsCrypt other = TlsCrypt.server(StaticKey.of(counting(1, 256)));

        assertThat(other.unwrap(buffer(CLIENT_RESET))).isEqualTo(Parsed.failed(Flaw.BAD_TAG));
    }

    @Test
    void thePacketIsNotTouchedByUnwrapping() {
        ByteBuffer packet = buffer(CLIENT_RESET);

        value(server.unwrap(packet));

        assertThat(hex(packet)).isEqualTo(CLIENT_RESET);
    }

    @Test
    void aPacketAboveTheLimitIsRefusedUnread() {
        assertThat(server.unwrap(ByteBuffer.allocate(ControlPacket.MAX_LENGTH + 1)))
                .isEqualTo(Parsed.failed(Flaw.TOO_LONG));
    }

    @Test
    void aDynamicKeyIsTheExportedOneXorTheOldOne() {
        StaticKey dynamic = key.xor(counting(5, 256));

        assertThat(dynamic.toBytes()[0]).isEqualTo((byte) 5);
        assertThat(dynamic.toBytes()[255]).isEqualTo((byte) (0xff ^ 0x04));
        assertThat(dynamic.xor(counting(5, 256))).isEqualTo(key);
    }

    @Test
    void noBytesMakeItThrowOrPass() {
        Mutations mutations = new Mutations("TlsCryptTest");
        byte[] valid = bytes(SERVER_RESET_RESEND_WKC);
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer bytes = mutations.noiseOrMutantOf(valid);
            boolean intact = hex(bytes).equals(SERVER_RESET_RESEND_WKC);

            assertThat(client.unwrap(bytes) instanceof Parsed.Value).isEqualTo(intact);
        }
    }
}
