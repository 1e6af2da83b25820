package io.fieldgate.openvpn.wire;

import java.util.Optional;

/// Refuses control packets that a session has seen before. One per session and direction, owned by
/// one thread; ask only after the packet was authenticated.
///
/// A later time than any before opens a new window, the same time uses the present one, an earlier
/// time is refused.
public final class ControlReplayGuard {
    private final ReplayWindow window = new ReplayWindow(ReplayWindow.STOCK);
    private long time = -1;

    /// Takes the id of an authenticated packet.
    ///
    /// @return why it must be dropped, or empty
    public Optional<Flaw> accept(long nowNanos, ReplayId id) {
        long idTime = Integer.toUnsignedLong(id.time());
        if (idTime < time) {
            return Optional.of(Flaw.TIME_BACKTRACK);
        }
        long packetId = Integer.toUnsignedLong(id.packetId());
        if (idTime > time) {
            if (packetId == 0) {
                return Optional.of(Flaw.REPLAYED);
            }
            time = idTime;
            window.restart();
        }
        return window.accept(nowNanos, packetId) ? Optional.empty() : Optional.of(Flaw.REPLAYED);
    }
}
