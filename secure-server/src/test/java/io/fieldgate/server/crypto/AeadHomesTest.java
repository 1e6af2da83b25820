package io.fieldgate.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadFields;
import io.fieldgate.openvpn.aead.AeadHome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Both homes against the vectors of Project Wycheproof, in memory on the heap and outside.
class AeadHomesTest {
    private static final int BITS = Byte.SIZE;
    private static final int LONGEST_ASSOCIATED = 64;

    static List<Arguments> homesAndMemory() {
        AeadHome libcrypto =
                LibcryptoHome.find()
                        .orElseThrow(() ->
                                new AssertionError(
                                        "libcrypto.so.3 is missing: apt-get install libssl3"));
        IntFunction<ByteBuffer> heap = ByteBuffer::allocate;
        IntFunction<ByteBuffer> direct = ByteBuffer::allocateDirect;
        return Stream.of(AeadHome.JDK, libcrypto)
                .flatMap(home -> Stream.of(Arguments.of(home, heap), Arguments.of(home, direct)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("homesAndMemory")
    void theVectorsOfAesGcmAreJudgedRight(AeadHome home, IntFunction<ByteBuffer> memory)
            throws IOException {
        assertThat(judged("aes_gcm", home, memory)).isEqualTo(new Sum(82, 81));
    }

    @ParameterizedTest
    @MethodSource("homesAndMemory")
    void theVectorsOfChaCha20AreJudgedRight(AeadHome home, IntFunction<ByteBuffer> memory)
            throws IOException {
        assertThat(judged("chacha20_poly1305", home, memory)).isEqualTo(new Sum(245, 40));
    }

    @ParameterizedTest
    @MethodSource("homesAndMemory")
    void theSelfTestPasses(AeadHome home, IntFunction<ByteBuffer> memory) {
        assertThat(AeadSelfTest.passes(home)).isTrue();
    }

    @Test
    void theSelfTestNoticesAHomeThatDoesNotAuthenticate() {
        assertThat(AeadSelfTest.passes(new Credulous())).isFalse();
    }

    @Test
    void aPacketOutsideTheHeapCostsNoMemory() {
        AeadHome home = LibcryptoHome.find().orElseThrow();
        byte[] key = new byte[32];
        Aead sealing = home.sealing(AeadAlgorithm.AES_256_GCM, key);
        Aead opening = home.opening(AeadAlgorithm.AES_256_GCM, key);
        AeadFields fields = new AeadFields();
        fields.associated(0, 8);
        fields.tag(8);
        fields.text(24, 1400);
        ByteBuffer text = ByteBuffer.allocateDirect(1500);
        ByteBuffer packet = ByteBuffer.allocateDirect(1500);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 60_000; i++) {
            if (i == 50_000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            sealing.seal(fields, text.clear().limit(1400), packet.clear().position(24));
            if (!opening.open(fields, packet, text.clear())) {
                throw new AssertionError("not opened");
            }
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private record Sum(int valid, int invalid) {}

    /// Those whose nonces, tags and keys can occur in a data channel, and that have a text;
    /// associated data are 12 bytes at most there.
    private static Sum judged(String file, AeadHome home, IntFunction<ByteBuffer> memory)
            throws IOException {
        int valid = 0;
        int invalid = 0;
        List<String> wrong = new ArrayList<>();
        for (JsonNode group : Vectors.groups(file)) {
            boolean inUse =
                    group.path("ivSize").asInt() == Aead.NONCE_LENGTH * BITS
                            && group.path("tagSize").asInt() == Aead.TAG_LENGTH * BITS;
            if (!inUse) {
                continue;
            }
            for (JsonNode test : group.path("tests")) {
                if (test.path("ct").asString().isEmpty()
                        || Vectors.bytes(test, "aad").length > LONGEST_ASSOCIATED) {
                    continue;
                }
                boolean expected = test.path("result").asString().equals("valid");
                valid += expected ? 1 : 0;
                invalid += expected ? 0 : 1;
                if (isGenuine(file, test, home, memory) != expected) {
                    wrong.add("tcId " + test.path("tcId").asInt());
                }
            }
        }
        assertThat(wrong).as(file).isEmpty();
        return new Sum(valid, invalid);
    }

    /// Opens the packet, and seals the same one again.
    private static boolean isGenuine(
            String file, JsonNode test, AeadHome home, IntFunction<ByteBuffer> memory) {
        byte[] key = Vectors.bytes(test, "key");
        byte[] associated = Vectors.bytes(test, "aad");
        byte[] text = Vectors.bytes(test, "msg");
        byte[] sealed = Vectors.bytes(test, "ct");
        AeadAlgorithm algorithm = algorithm(file, key.length);
        AeadFields fields = new AeadFields();
        System.arraycopy(Vectors.bytes(test, "iv"), 0, fields.nonce(), 0, Aead.NONCE_LENGTH);
        int at = 3;
        int textAt = at + associated.length + Aead.TAG_LENGTH;
        fields.associated(at, associated.length);
        fields.tag(at + associated.length);
        fields.text(textAt, sealed.length);
        ByteBuffer packet = memory.apply(textAt + sealed.length + Aead.TAG_LENGTH);
        packet.put(at, associated)
                .put(at + associated.length, Vectors.bytes(test, "tag"))
                .put(textAt, sealed);
        ByteBuffer out = memory.apply(sealed.length + Aead.TAG_LENGTH);
        if (!home.opening(algorithm, key).open(fields, packet, out)) {
            assertThat(out.position()).isZero();
            assertThat(out).isEqualTo(ByteBuffer.allocate(out.capacity()));
            return false;
        }
        ByteBuffer again = memory.apply(packet.capacity());
        again.put(at, associated).position(textAt);
        home.sealing(algorithm, key)
                .seal(fields, memory.apply(text.length).put(text).flip(), again);
        assertThat(again.position()).isEqualTo(textAt + sealed.length);
        return out.flip().equals(ByteBuffer.wrap(text))
                && again.flip().equals(packet.limit(textAt + sealed.length).position(0));
    }

    private static AeadAlgorithm algorithm(String file, int keyLength) {
        if (file.startsWith("chacha")) {
            return AeadAlgorithm.CHACHA20_POLY1305;
        }
        return switch (keyLength) {
            case 16 -> AeadAlgorithm.AES_128_GCM;
            case 24 -> AeadAlgorithm.AES_192_GCM;
            default -> AeadAlgorithm.AES_256_GCM;
        };
    }

    /// Decrypts right and believes every tag.
    private static final class Credulous implements AeadHome {
        @Override
        public String name() {
            return "credulous";
        }

        @Override
        public Aead sealing(AeadAlgorithm algorithm, byte[] key) {
            return JDK.sealing(algorithm, key);
        }

        @Override
        public Aead opening(AeadAlgorithm algorithm, byte[] key) {
            Aead strict = JDK.opening(algorithm, key);
            return new Aead() {
                @Override
                public void seal(AeadFields fields, ByteBuffer text, ByteBuffer packet) {
                    strict.seal(fields, text, packet);
                }

                @Override
                public boolean open(AeadFields fields, ByteBuffer packet, ByteBuffer out) {
                    strict.open(fields, packet, out);
                    return true;
                }
            };
        }
    }
}
