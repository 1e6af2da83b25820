package io.fieldgate.openvpn;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// What the maker of a tls-crypt-v2 client key wrote into it, authenticated by the server key.
///
/// @param type 0 = chosen by the maker, 1 = time of creation; -1 when there is no metadata
/// @param valueHex the bytes after the type, lower-case hex, at most 733 bytes
public record ClientKeyMetadata(int type, String valueHex) {
    /// A key without metadata.
    public static final ClientKeyMetadata NONE = new ClientKeyMetadata(-1, "");

    /// The metadata as it stands in a wrapped client key: type, then value.
    static ClientKeyMetadata of(byte[] metadata) {
        if (metadata.length == 0) {
            return NONE;
        }
        String value = HexFormat.of().formatHex(metadata, 1, metadata.length);
        return new ClientKeyMetadata(metadata[0] & 0xff, value);
    }

    /// The peer's UUID, where the key was made by Fieldgate: type 0 and 16 bytes.
    public Optional<UUID> peerId() {
        if (type != 0 || valueHex.length() != 32) {
            return Optional.empty();
        }
        ByteBuffer value = ByteBuffer.wrap(HexFormat.of().parseHex(valueHex));
        return Optional.of(new UUID(value.getLong(), value.getLong()));
    }
}
