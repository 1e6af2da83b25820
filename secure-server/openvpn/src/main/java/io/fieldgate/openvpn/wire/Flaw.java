package io.fieldgate.openvpn.wire;

/// Why a packet from the network was refused. Such packets are dropped and counted, never answered.
public enum Flaw {
    /// Ends before its last field.
    TOO_SHORT,
    /// Longer than any packet that is accepted.
    TOO_LONG,
    /// The opcode is obsolete, unknown, or not allowed at this place.
    WRONG_OPCODE,
    /// The sender's session id is zero.
    ZERO_SESSION_ID,
    /// More acknowledgements than [ControlPacket#MAX_ACKS].
    TOO_MANY_ACKS,
    /// A length field contradicts the packet.
    BAD_LENGTH,
    /// The authentication tag does not fit: forged, damaged, or another key.
    BAD_TAG,
    /// This replay id was used before, or is older than the replay window.
    REPLAYED,
    /// The time of the replay id is earlier than one already seen.
    TIME_BACKTRACK
}
