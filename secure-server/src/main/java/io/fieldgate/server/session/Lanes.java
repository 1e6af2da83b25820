package io.fieldgate.server.session;

import io.fieldgate.server.routing.Routes;
import java.util.List;

/// The lanes of a server. Sessions over UDP are spread over them by their data id, by which the
/// kernel finds the lane's socket ([io.fieldgate.server.net.LaneSteering]); those over TCP are all
/// on the first.
final class Lanes {
    private final List<Lane> lanes;

    Lanes(List<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    /// The one of the first worker, which is also responsible for all that is not data.
    Lane first() {
        return lanes.getFirst();
    }

    /// All but the first.
    List<Lane> others() {
        return lanes.subList(1, lanes.size());
    }

    Lane get(int index) {
        return lanes.get(index);
    }

    Lane of(VpnSession session) {
        return lanes.get(session.lane());
    }

    /// The lane in which a peer's session should be, always the same, so that its flows are still
    /// known when it dials in again.
    int preferred(PeerSlot slot, VpnSession session) {
        return session.connection() != null ? 0 : Math.floorMod(slot.id().hashCode(), lanes.size());
    }

    /// The session has got its data id; called in exclusion.
    void settle(VpnSession session) {
        if (session.connection() == null) {
            int lane = session.dataId() % lanes.size();
            if (lane != session.lane()) {
                Deadlines.forget(session);
                session.movesTo(lane);
            }
        }
    }

    /// See [io.fieldgate.server.routing.Router#install]; called in exclusion.
    void install(Routes<PeerSlot> routes) {
        lanes.forEach(lane -> lane.router().install(routes));
    }

    /// See [Lane#watch].
    void watch(VpnSession session) {
        of(session).watch(session);
    }
}
