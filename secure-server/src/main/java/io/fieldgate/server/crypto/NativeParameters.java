package io.fieldgate.server.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// How libcrypto is told the numbers of a key, and where a packet's tag is or goes: an array of
/// OSSL_PARAM(3), which are each a name, a kind, an address, a length and a place for the answer's
/// length.
final class NativeParameters {
    private static final int UNSIGNED_INTEGER = 2;
    private static final int TEXT = 4;
    private static final int OCTETS = 5;

    private static final int SIZE = 40;
    private static final int KIND_AT = 8;
    private static final int ADDRESS_AT = 16;
    private static final int LENGTH_AT = 24;
    private static final int MOST = 3;

    private static final MemorySegment PRIVATE = constant("priv");
    private static final MemorySegment PUBLIC = constant("pub");
    private static final MemorySegment GROUP = constant("group");

    static final NativeParameters EC = new NativeParameters("EC", "prime256v1", UNSIGNED_INTEGER);
    static final NativeParameters X25519 = new NativeParameters("X25519", null, OCTETS);

    private final MemorySegment typeName;
    private final @Nullable MemorySegment group;
    private final int kindOfSecret;

    private NativeParameters(String typeName, @Nullable String group, int kindOfSecret) {
        this.typeName = constant(typeName);
        this.group = group == null ? null : constant(group);
        this.kindOfSecret = kindOfSecret;
    }

    /// The address of the type's name.
    long typeName() {
        return typeName.address();
    }

    /// @param secret where the private key is put; the caller's to erase
    MemorySegment with(
            Arena arena,
            byte @Nullable [] publicKey,
            byte @Nullable [] privateKey,
            MemorySegment secret) {
        // The last one stays empty: the end.
        MemorySegment all = arena.allocate(SIZE * (MOST + 1L), Long.BYTES);
        int count = 0;
        if (group != null) {
            put(all, count++, GROUP, TEXT, group, group.byteSize() - 1);
        }
        if (publicKey != null) {
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, publicKey);
            put(all, count++, PUBLIC, OCTETS, copy, copy.byteSize());
        }
        if (privateKey != null) {
            MemorySegment.copy(privateKey, 0, secret, ValueLayout.JAVA_BYTE, 0, privateKey.length);
            put(all, count, PRIVATE, kindOfSecret, secret, privateKey.length);
        }
        return all;
    }

    /// One parameter of octets, and the end; says where they are by [#setAddress].
    static MemorySegment ofOctets(Arena arena, String name, long length) {
        MemorySegment all = arena.allocate(SIZE * 2L, Long.BYTES);
        put(all, 0, arena.allocateFrom(name), OCTETS, MemorySegment.NULL, length);
        return all;
    }

    /// Of the first parameter's content.
    static void setAddress(MemorySegment parameters, long address) {
        parameters.set(ValueLayout.JAVA_LONG, ADDRESS_AT, address);
    }

    private static void put(
            MemorySegment all,
            int index,
            MemorySegment name,
            int kind,
            MemorySegment content,
            long length) {
        long at = (long) index * SIZE;
        all.set(ValueLayout.JAVA_LONG, at, name.address());
        all.set(ValueLayout.JAVA_INT, at + KIND_AT, kind);
        all.set(ValueLayout.JAVA_LONG, at + ADDRESS_AT, content.address());
        all.set(ValueLayout.JAVA_LONG, at + LENGTH_AT, length);
    }

    private static MemorySegment constant(String text) {
        return Arena.global().allocateFrom(text);
    }
}
