package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// What the server wrote into a wrapped client key, to read it again at each first packet.
///
/// @param type 0 = the server's own text, 1 = time of creation, others unknown
/// @param value at most 733 bytes; read-only, position 0
public record ClientKeyMetadata(int type, ByteBuffer value) {
    /// The type whose value belongs to whoever runs the server.
    public static final int USER = 0;

    /// The type whose value is the time of creation, as `--genkey tls-crypt-v2-client` writes it.
    public static final int TIME = 1;

    static final int MAX_LENGTH = 734;
    private static final int UUID_LENGTH = 16;

    public ClientKeyMetadata {
        if (type < 0 || type > 255 || value.remaining() >= MAX_LENGTH) {
            throw new IllegalArgumentException("metadata type or length");
        }
        value = value.asReadOnlyBuffer().slice();
    }

    /// The value; each call gives a view with its own position.
    @Override
    public ByteBuffer value() {
        return value.duplicate();
    }

    /// Metadata that names a peer: type 0, then the 16 bytes of its id.
    public static ClientKeyMetadata ofPeer(UUID peer) {
        return new ClientKeyMetadata(USER, id(peer, UUID_LENGTH).flip());
    }

    /// Metadata that names a peer and says when its key was made: type 0, then the 16 bytes of the
    /// peer's id, then the seconds since 1970 in 8 bytes.
    public static ClientKeyMetadata ofPeer(UUID peer, long createdUnixSeconds) {
        ByteBuffer value = id(peer, UUID_LENGTH + Long.BYTES);
        return new ClientKeyMetadata(USER, value.putLong(createdUnixSeconds).flip());
    }

    /// The peer it names, if it has the form of [#ofPeer].
    public Optional<UUID> peer() {
        boolean known = value.remaining() == UUID_LENGTH || isPeerAndTime();
        if (type != USER || !known) {
            return Optional.empty();
        }
        return Optional.of(new UUID(value.getLong(0), value.getLong(8)));
    }

    /// When the key was made, in seconds since 1970, if the metadata says so.
    public OptionalLong createdUnixSeconds() {
        if (type == TIME && value.remaining() == Long.BYTES) {
            return OptionalLong.of(value.getLong(0));
        }
        return isPeerAndTime() ? OptionalLong.of(value.getLong(UUID_LENGTH)) : OptionalLong.empty();
    }

    private static ByteBuffer id(UUID peer, int length) {
        return ByteBuffer.allocate(length)
                .putLong(peer.getMostSignificantBits())
                .putLong(peer.getLeastSignificantBits());
    }

    private boolean isPeerAndTime() {
        return type == USER && value.remaining() == UUID_LENGTH + Long.BYTES;
    }
}
