package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/// A key in libcrypto: one context that keeps the expanded key, given a new nonce for each packet.
/// The context is erased and freed when this object is garbage.
final class LibcryptoAead implements Aead {
    private static final Cleaner CLEANER = Cleaner.create();

    private static final MethodHandle NEW = Libcrypto.present(Libcrypto.CONTEXT_NEW);
    private static final MethodHandle FREE = Libcrypto.present(Libcrypto.CONTEXT_FREE);
    private static final MethodHandle CONTROL = Libcrypto.present(Libcrypto.CONTROL);
    private static final MethodHandle ENCRYPT_INIT = Libcrypto.present(Libcrypto.ENCRYPT_INIT);
    private static final MethodHandle ENCRYPT_UPDATE = Libcrypto.present(Libcrypto.ENCRYPT_UPDATE);
    private static final MethodHandle ENCRYPT_FINAL = Libcrypto.present(Libcrypto.ENCRYPT_FINAL);
    private static final MethodHandle DECRYPT_INIT = Libcrypto.present(Libcrypto.DECRYPT_INIT);
    private static final MethodHandle DECRYPT_UPDATE = Libcrypto.present(Libcrypto.DECRYPT_UPDATE);
    private static final MethodHandle DECRYPT_FINAL = Libcrypto.present(Libcrypto.DECRYPT_FINAL);

    private static final int DONE = 1;
    private static final long NONE = 0;

    private final long context;

    LibcryptoAead(AeadAlgorithm algorithm, byte[] key, boolean seals) {
        if (key.length != algorithm.keyLength()) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        try {
            context = (long) NEW.invokeExact();
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
        if (context == NONE) {
            throw new OutOfMemoryError("libcrypto has no memory for a key");
        }
        CLEANER.register(this, new Context(context));
        setKey(Libcrypto.cipher(algorithm), key, seals);
    }

    /// Frees a context; does not know the object whose context it is.
    private record Context(long address) implements Runnable {
        @Override
        public void run() {
            try {
                FREE.invokeExact(address);
            } catch (Throwable impossible) {
                throw Libcrypto.failed(impossible);
            }
        }
    }

    private void setKey(long cipher, byte[] key, boolean seals) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(key.length);
            MemorySegment.copy(key, 0, copy, ValueLayout.JAVA_BYTE, 0, key.length);
            long at = copy.address();
            int done =
                    seals
                            ? (int) ENCRYPT_INIT.invokeExact(context, cipher, NONE, at, NONE)
                            : (int) DECRYPT_INIT.invokeExact(context, cipher, NONE, at, NONE);
            copy.fill((byte) 0);
            if (done != DONE) {
                throw new IllegalStateException("libcrypto refused a key");
            }
        } catch (IllegalStateException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    @Override
    public void seal(AeadFields fields, ByteBuffer text, ByteBuffer packet) {
        NativeScratch scratch = NativeScratch.ofThisThread();
        int length = text.remaining();
        int at = packet.position();
        long from = scratch.addressForReading(text, text.position(), length);
        boolean direct = packet.isDirect();
        long base = direct ? scratch.base(packet) : NONE;
        long associated = scratch.associated(packet, fields);
        long to = direct ? base + at : scratch.out();
        long tag = direct ? base + fields.tagAt() : scratch.tag();
        long outLength = scratch.length();
        scratch.nonce(fields.nonce());
        try {
            int done =
                    (int) ENCRYPT_INIT.invokeExact(context, NONE, NONE, NONE, scratch.nonce())
                            & (int)
                                    ENCRYPT_UPDATE.invokeExact(
                                            context,
                                            NONE,
                                            outLength,
                                            associated,
                                            fields.associatedLength())
                            & (int) ENCRYPT_UPDATE.invokeExact(context, to, outLength, from, length)
                            & (int) ENCRYPT_FINAL.invokeExact(context, to + length, outLength)
                            & (int)
                                    CONTROL.invokeExact(
                                            context, Libcrypto.CTRL_AEAD_GET_TAG, TAG_LENGTH, tag);
            if (done != DONE) {
                throw new IllegalStateException("libcrypto refused to seal");
            }
        } catch (IllegalStateException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        } finally {
            Reference.reachabilityFence(this);
        }
        text.position(text.limit());
        if (direct) {
            packet.position(at + length);
        } else {
            scratch.takeOut(packet, length);
            scratch.takeTag(packet, fields.tagAt());
        }
    }

    @Override
    public boolean open(AeadFields fields, ByteBuffer packet, ByteBuffer out) {
        NativeScratch scratch = NativeScratch.ofThisThread();
        int length = fields.textLength();
        int at = out.position();
        long associated = scratch.associated(packet, fields);
        long from = scratch.addressForReading(packet, fields.textFrom(), length);
        long tag = scratch.tag(packet, fields.tagAt());
        boolean directOut = out.isDirect();
        long to = directOut ? scratch.base(out) + at : scratch.out();
        scratch.nonce(fields.nonce());
        if (!open(scratch, associated, fields.associatedLength(), from, length, tag, to)) {
            NativeScratch.erase(to, length);
            return false;
        }
        if (directOut) {
            out.position(at + length);
        } else {
            scratch.takeOut(out, length);
        }
        return true;
    }

    private boolean open(
            NativeScratch scratch,
            long associated,
            int associatedLength,
            long from,
            int length,
            long tag,
            long to) {
        long outLength = scratch.length();
        try {
            int done =
                    (int) DECRYPT_INIT.invokeExact(context, NONE, NONE, NONE, scratch.nonce())
                            & (int)
                                    CONTROL.invokeExact(
                                            context, Libcrypto.CTRL_AEAD_SET_TAG, TAG_LENGTH, tag)
                            & (int)
                                    DECRYPT_UPDATE.invokeExact(
                                            context, NONE, outLength, associated, associatedLength)
                            & (int)
                                    DECRYPT_UPDATE.invokeExact(
                                            context, to, outLength, from, length);
            if (done != DONE) {
                throw new IllegalStateException("libcrypto refused to open");
            }
            int genuine = (int) DECRYPT_FINAL.invokeExact(context, to + length, outLength);
            return genuine > 0;
        } catch (IllegalStateException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
