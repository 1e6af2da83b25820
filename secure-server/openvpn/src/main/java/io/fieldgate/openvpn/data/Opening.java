package io.fieldgate.openvpn.data;

/// What became of a received data packet.
public enum Opening {
    /// Authentic, and newer than all packets of this key before it; the payload was written.
    OPENED,
    /// Authentic and not seen before, but a newer one came before it; the payload was written.
    OPENED_LATE,
    /// Ends before its last field, or has no payload.
    TOO_SHORT,
    /// Longer than [DataKey#MAX_PAYLOAD] allows.
    TOO_LONG,
    /// Not a data packet, or one with a header that this format does not have.
    WRONG_OPCODE,
    /// Another key id than this key's.
    WRONG_KEY_ID,
    /// An epoch whose key is gone or too far ahead.
    UNKNOWN_EPOCH,
    /// Forged, damaged, or another key.
    BAD_TAG,
    /// Seen before, or older than the replay window.
    REPLAYED;

    /// Whether the packet was authentic and fresh, so that its payload was written.
    public boolean isOpened() {
        return this == OPENED || this == OPENED_LATE;
    }
}
