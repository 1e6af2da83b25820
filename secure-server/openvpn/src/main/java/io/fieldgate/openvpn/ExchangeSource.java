package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ControlProtection;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Role;
import java.nio.ByteBuffer;
import java.time.Duration;

/// What [KeyExchanges] needs to know about the end that it serves.
interface ExchangeSource {
    Role role();

    /// Protects the control channel from the first packet on.
    ControlKey controlKey();

    /// The replay id of the first packet that the session itself sends.
    int firstPacketId();

    /// When the session began; goes into the replay ids.
    long unixSeconds();

    /// Between the beginnings of two key exchanges, whoever starts them.
    Duration minInterval();

    /// A key exchange must be complete within this.
    Duration handWindow();

    /// The exchange before the current one is forgotten after this.
    Duration transitionWindow();

    /// Whether the peer may still need acknowledgements of the exchange before the current one.
    boolean acknowledgesPrevious();

    /// The exchange of the session's first key.
    KeyExchange firstExchange(long nowNanos);

    /// The exchange of a later key.
    KeyExchange nextExchange(long nowNanos, int keyId);

    /// Protects a packet, and appends what it needs.
    default ByteBuffer complete(ControlPacket packet, ControlProtection protection) {
        return protection.wrap(packet);
    }
}
