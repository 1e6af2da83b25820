package io.fieldgate.openvpn.data;

/// What became of a received data packet.
public enum Opening {
    /// Authentic and new; the payload was written.
    OPENED,
    /// Ends before its last field, or has no payload.
    TOO_SHORT,
    /// Longer than [DataKey#MAX_PAYLOAD] allows.
    TOO_LONG,
    /// Not a data packet.
    WRONG_OPCODE,
    /// Forged, damaged, or another key.
    BAD_TAG,
    /// Seen before, or older than the replay window.
    REPLAYED
}
