package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/// A key in libcrypto: one context that keeps the expanded key, given a new nonce for each packet.
/// The context is erased and freed when this object is garbage.
final class LibcryptoAead implements Aead {
    private static final Cleaner CLEANER = Cleaner.create();

    private static final long NONE = CipherFunctions.NONE;

    private final CipherFunctions cipher;
    private final long context;

    LibcryptoAead(CipherFunctions cipher, byte[] key, boolean seals) {
        this.cipher = cipher;
        context = cipher.open();
        CLEANER.register(this, new Context(cipher, context));
        setKey(key, seals);
    }

    /// Frees a context; does not know the object whose context it is.
    private record Context(CipherFunctions cipher, long address) implements Runnable {
        @Override
        public void run() {
            cipher.close(address);
        }
    }

    private void setKey(byte[] key, boolean seals) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(key.length);
            MemorySegment.copy(key, 0, copy, ValueLayout.JAVA_BYTE, 0, key.length);
            long at = copy.address();
            boolean done =
                    seals
                            ? cipher.encrypt(context, at, key.length, NONE, 0)
                            : cipher.decrypt(context, at, key.length, NONE, 0, NONE);
            copy.fill((byte) 0);
            if (!done) {
                throw new IllegalStateException("libcrypto refused a key");
            }
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
            boolean done =
                    cipher.encrypt(context, NONE, 0, scratch.nonce(), NONCE_LENGTH)
                            && cipher.update(
                                    context, NONE, outLength, associated, fields.associatedLength())
                            && cipher.update(context, to, outLength, from, length)
                            && cipher.finish(context, to + length, outLength)
                            && cipher.parameters(context, scratch.tagParameter(tag));
            if (!done) {
                throw new IllegalStateException("libcrypto refused to seal");
            }
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
            boolean done =
                    cipher.decrypt(
                                    context,
                                    NONE,
                                    0,
                                    scratch.nonce(),
                                    NONCE_LENGTH,
                                    scratch.tagParameter(tag))
                            && cipher.update(context, NONE, outLength, associated, associatedLength)
                            && cipher.update(context, to, outLength, from, length);
            if (!done) {
                throw new IllegalStateException("libcrypto refused to open");
            }
            return cipher.finish(context, to + length, outLength);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
