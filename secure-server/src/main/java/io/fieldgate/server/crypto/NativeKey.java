package io.fieldgate.server.crypto;

import io.fieldgate.server.cfunction.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.InvalidKeyException;
import org.jspecify.annotations.Nullable;

/// A key in libcrypto for the time of one operation: made from its numbers, erased and freed when
/// closed, so that nothing waits for the garbage collector. Owned by one thread.
final class NativeKey implements AutoCloseable {
    /// Length of a key and of a shared secret of X25519.
    static final int X25519_LENGTH = 32;

    /// Length of P-256's scalars and coordinates.
    static final int P256_LENGTH = 32;

    private static final CFunction CONTEXT_BY_NAME =
            CFunction.present(LibcryptoKeys.CONTEXT_BY_NAME);
    private static final CFunction CONTEXT_BY_KEY = CFunction.present(LibcryptoKeys.CONTEXT_BY_KEY);
    private static final CFunction CONTEXT_FREE = CFunction.present(LibcryptoKeys.CONTEXT_FREE);
    private static final CFunction KEY_FREE = CFunction.present(LibcryptoKeys.KEY_FREE);
    private static final CFunction IMPORT_INIT = CFunction.present(LibcryptoKeys.IMPORT_INIT);
    private static final CFunction IMPORT_KEY = CFunction.present(LibcryptoKeys.IMPORT_KEY);
    private static final CFunction RAW_PUBLIC_KEY = CFunction.present(LibcryptoKeys.RAW_PUBLIC_KEY);
    private static final CFunction SIGN_INIT = CFunction.present(LibcryptoKeys.SIGN_INIT);
    private static final CFunction SIGN = CFunction.present(LibcryptoKeys.SIGN);
    private static final CFunction VERIFY_INIT = CFunction.present(LibcryptoKeys.VERIFY_INIT);
    private static final CFunction VERIFY = CFunction.present(LibcryptoKeys.VERIFY);
    private static final CFunction DERIVE_INIT = CFunction.present(LibcryptoKeys.DERIVE_INIT);
    private static final CFunction DERIVE_SET_PEER =
            CFunction.present(LibcryptoKeys.DERIVE_SET_PEER);
    private static final CFunction DERIVE = CFunction.present(LibcryptoKeys.DERIVE);

    private static final int DONE = 1;
    private static final long NONE = 0;

    /// As EVP_PKEY_PUBLIC_KEY and EVP_PKEY_KEYPAIR say which parts come.
    private static final int PUBLIC = 0x86;

    private static final int PAIR = 0x87;

    /// A signature of P-256 in DER is never longer.
    private static final int LONGEST_SIGNATURE = 72;

    private final long key;

    private NativeKey(long key) {
        this.key = key;
    }

    /// P-256's public key.
    ///
    /// @param point uncompressed
    static NativeKey p256Public(byte[] point) throws InvalidKeyException {
        return imported(NativeParameters.EC, PUBLIC, point, null);
    }

    /// P-256's private key.
    ///
    /// @param scalar in the host's byte order; stays the caller's to erase
    static NativeKey p256Private(byte[] scalar) throws InvalidKeyException {
        return imported(NativeParameters.EC, PAIR, null, scalar);
    }

    static NativeKey x25519Public(byte[] coordinate) throws InvalidKeyException {
        return imported(NativeParameters.X25519, PUBLIC, coordinate, null);
    }

    /// X25519's private key; the public one is computed from it, which takes as long as agreeing.
    ///
    /// @param scalar stays the caller's to erase
    static NativeKey x25519Pair(byte[] scalar) throws InvalidKeyException {
        return imported(NativeParameters.X25519, PAIR, null, scalar);
    }

    /// X25519's private key to agree with, and nothing else: it comes with a wrong public key.
    ///
    /// @param scalar stays the caller's to erase
    static NativeKey x25519Private(byte[] scalar) throws InvalidKeyException {
        return imported(NativeParameters.X25519, PAIR, new byte[X25519_LENGTH], scalar);
    }

    private static NativeKey imported(
            NativeParameters type,
            int parts,
            byte @Nullable [] publicKey,
            byte @Nullable [] privateKey)
            throws InvalidKeyException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment secret = arena.allocate(P256_LENGTH);
            MemorySegment slot = arena.allocate(ValueLayout.JAVA_LONG);
            long context = CONTEXT_BY_NAME.call(NONE, type.typeName(), NONE);
            requireMemory(context);
            try {
                MemorySegment parameters = type.with(arena, publicKey, privateKey, secret);
                long at = slot.address();
                if ((int) IMPORT_INIT.call(context) != DONE
                        || (int) IMPORT_KEY.call(context, at, parts, parameters.address())
                                != DONE) {
                    throw new InvalidKeyException("libcrypto refused a key");
                }
                return new NativeKey(slot.get(ValueLayout.JAVA_LONG, 0));
            } finally {
                secret.fill((byte) 0);
                CONTEXT_FREE.call(context);
            }
        }
    }

    /// The public key of X25519's pair.
    byte[] x25519PublicKey() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(X25519_LENGTH);
            MemorySegment length = length(arena, X25519_LENGTH);
            int done = (int) RAW_PUBLIC_KEY.call(key, out.address(), length.address());
            require(done, "show a public key");
            return out.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /// ECDSA over a digest; in DER.
    byte[] sign(byte[] digest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, digest);
            MemorySegment out = arena.allocate(LONGEST_SIGNATURE);
            MemorySegment length = length(arena, LONGEST_SIGNATURE);
            long context = context();
            try {
                require((int) SIGN_INIT.call(context), "sign");
                int done =
                        (int)
                                SIGN.call(
                                        context,
                                        out.address(),
                                        length.address(),
                                        in.address(),
                                        in.byteSize());
                require(done, "sign");
            } finally {
                CONTEXT_FREE.call(context);
            }
            return out.asSlice(0, length.get(ValueLayout.JAVA_LONG, 0))
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /// Whether this is an ECDSA signature, in DER, over a digest; whatever the bytes are.
    boolean verifies(byte[] digest, byte[] signature) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, digest);
            MemorySegment presented = arena.allocateFrom(ValueLayout.JAVA_BYTE, signature);
            long context = context();
            try {
                require((int) VERIFY_INIT.call(context), "verify");
                return (int)
                                VERIFY.call(
                                        context,
                                        presented.address(),
                                        presented.byteSize(),
                                        in.address(),
                                        in.byteSize())
                        == DONE;
            } finally {
                CONTEXT_FREE.call(context);
            }
        }
    }

    /// What X25519 makes of this private and a peer's public key.
    ///
    /// @throws InvalidKeyException if the peer's key is one that makes the same of every key
    byte[] agree(NativeKey peer) throws InvalidKeyException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(X25519_LENGTH);
            MemorySegment length = length(arena, X25519_LENGTH);
            long context = context();
            try {
                require((int) DERIVE_INIT.call(context), "agree");
                if ((int) DERIVE_SET_PEER.call(context, peer.key) != DONE
                        || (int) DERIVE.call(context, out.address(), length.address()) != DONE) {
                    throw new InvalidKeyException("the peer's key has small order");
                }
                return out.toArray(ValueLayout.JAVA_BYTE);
            } finally {
                out.fill((byte) 0);
                CONTEXT_FREE.call(context);
            }
        }
    }

    @Override
    public void close() {
        KEY_FREE.call(key);
    }

    private long context() {
        long context = CONTEXT_BY_KEY.call(NONE, key, NONE);
        requireMemory(context);
        return context;
    }

    private static MemorySegment length(Arena arena, long bytes) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, bytes);
    }

    private static void require(int done, String what) {
        if (done != DONE) {
            throw new IllegalStateException("libcrypto refused to " + what);
        }
    }

    private static void requireMemory(long address) {
        if (address == NONE) {
            throw new OutOfMemoryError("libcrypto has no memory for a key");
        }
    }
}
