package io.fieldgate.openvpn.wire;

/// The number that makes each protected control packet of a session different.
///
/// @param packetId unsigned, counts from 1 (see [#EARLY_NEGOTIATION_START])
/// @param time unsigned seconds since 1970 of the sender's first packet; stays the same
public record ReplayId(int packetId, int time) {
    /// A tls-crypt-v2 client that can resend its wrapped key starts counting here.
    public static final int EARLY_NEGOTIATION_START = 0x0f000001;

    /// Whether the sender of a hard reset with this id understands early negotiation.
    public boolean signalsEarlyNegotiation() {
        return packetId >>> 24 == EARLY_NEGOTIATION_START >>> 24;
    }
}
