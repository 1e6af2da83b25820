package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/// What the server wrote into a wrapped client key, to read it again at each first packet.
///
/// @param type 0 = the server's own text, 1 = time of creation, others unknown
/// @param value at most 733 bytes; read-only, position 0
public record ClientKeyMetadata(int type, ByteBuffer value) {
    /// The type whose value belongs to whoever runs the server.
    public static final int USER = 0;

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
        ByteBuffer value = ByteBuffer.allocate(UUID_LENGTH);
        value.putLong(peer.getMostSignificantBits()).putLong(peer.getLeastSignificantBits());
        return new ClientKeyMetadata(USER, value.flip());
    }

    /// The peer it names, if it has the form of [#ofPeer].
    public Optional<UUID> peer() {
        if (type != USER || value.remaining() != UUID_LENGTH) {
            return Optional.empty();
        }
        return Optional.of(new UUID(value.getLong(0), value.getLong(8)));
    }
}
