package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadFields;
import io.fieldgate.openvpn.aead.AeadHome;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyAgreement;

/// A program that does each operation of libcrypto many times, also those that fail, and prints how
/// much more memory malloc has given out after each batch: three numbers, bytes for one round. Run
/// without the JIT compilers, which take memory of their own.
@SuppressWarnings("restricted") // tests run with --enable-native-access
final class LibcryptoUse {
    private static final int BATCHES = 4;
    private static final int ROUNDS = 200;
    private static final int ALLOCATED_AT = 7;
    private static final int TAG_AT = 8;
    private static final int TEXT_AT = TAG_AT + Aead.TAG_LENGTH;
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    private final Provider provider = LibcryptoProvider.find().orElseThrow();
    private final AeadHome home = LibcryptoHome.find().orElseThrow();
    private final KeyPair pair;
    private final PublicKey smallOrder;

    private LibcryptoUse() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        smallOrder =
                KeyFactory.getInstance("XDH").generatePublic(X25519.specification(new byte[] {1}));
    }

    public static void main(String[] arguments) throws Throwable {
        LibcryptoUse use = new LibcryptoUse();
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = allocated();
            for (int i = 0; i < ROUNDS; i++) {
                use.keys();
                use.aead();
            }
            collect();
            long grown = allocated() - before;
            if (batch > 0) {
                System.out.println(grown / ROUNDS);
            }
        }
    }

    private void keys() throws GeneralSecurityException {
        KeyPair ephemeral = KeyPairGenerator.getInstance("XDH", provider).generateKeyPair();
        agree(ephemeral, ephemeral.getPublic());
        byte[] signature = signed();
        verify(signature);
        try {
            verify(MESSAGE);
        } catch (SignatureException expected) {
            // Not even DER.
        }
        try {
            agree(ephemeral, smallOrder);
            throw new IllegalStateException("a key of small order was agreed with");
        } catch (InvalidKeyException expected) {
            // As it must be.
        }
    }

    private void agree(KeyPair own, PublicKey peers) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
        agreement.init(own.getPrivate());
        agreement.doPhase(peers, true);
        agreement.generateSecret();
    }

    private byte[] signed() throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA", provider);
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        return signer.sign();
    }

    private void verify(byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSA", provider);
        verifier.initVerify(pair.getPublic());
        verifier.update(MESSAGE);
        verifier.verify(signature);
    }

    private void aead() {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            byte[] key = new byte[algorithm.keyLength()];
            ByteBuffer packet = ByteBuffer.allocate(TEXT_AT + MESSAGE.length).position(TEXT_AT);
            ByteBuffer out = ByteBuffer.allocate(MESSAGE.length);
            AeadFields fields = new AeadFields();
            fields.associated(0, TAG_AT);
            fields.tag(TAG_AT);
            fields.text(TEXT_AT, MESSAGE.length);
            home.sealing(algorithm, key).seal(fields, ByteBuffer.wrap(MESSAGE), packet);
            if (!home.opening(algorithm, key).open(fields, packet.flip(), out)) {
                throw new IllegalStateException("a packet cannot be opened");
            }
            packet.put(0, (byte) ~packet.get(0)).rewind();
            if (home.opening(algorithm, key).open(fields, packet, out.clear())) {
                throw new IllegalStateException("a forged packet was opened");
            }
        }
    }

    /// Keys of packets are freed by a thread of its own after a collection.
    private static void collect() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
    }

    /// Bytes that the process has from malloc; mallinfo2(3).
    private static long allocated() throws Throwable {
        MemoryLayout info = MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG);
        MemoryLayout byValue = MemoryLayout.structLayout(info.withName("sizes"));
        Linker linker = Linker.nativeLinker();
        MethodHandle mallinfo2 =
                linker.downcallHandle(
                        linker.defaultLookup().find("mallinfo2").orElseThrow(),
                        FunctionDescriptor.of(byValue));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sizes = (MemorySegment) mallinfo2.invoke((SegmentAllocator) arena);
            return sizes.getAtIndex(ValueLayout.JAVA_LONG, ALLOCATED_AT);
        }
    }
}
