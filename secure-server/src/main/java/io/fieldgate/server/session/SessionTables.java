package io.fieldgate.server.session;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.net.TcpConnection;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the session of a packet: by remote address or connection and session id, or by data id
/// (the protocol's peer id). Changed in [Exclusion] only, so that all workers may read.
///
/// Several sessions may live behind one address: a peer that starts again does so beside its old
/// session.
final class SessionTables {
    private final Set<VpnSession> all = new LinkedHashSet<>();
    private final Map<InetSocketAddress, List<VpnSession>> byAddress = new HashMap<>();
    private final Map<TcpConnection, List<VpnSession>> byConnection = new HashMap<>();
    private final List<@Nullable VpnSession> byDataId = new ArrayList<>();

    /// Free data ids by lane, the one that was freed first in front, so that stray packets of an
    /// ended session seldom meet a new one.
    private final List<Deque<Integer>> freeDataIds;

    /// @param lanes by which data ids are told apart
    SessionTables(int lanes) {
        freeDataIds =
                IntStream.range(0, lanes)
                        .<Deque<Integer>>mapToObj(_ -> new ArrayDeque<>())
                        .toList();
    }

    void add(VpnSession session) {
        all.add(session);
        neighbours(session).add(session);
    }

    void remove(VpnSession session) {
        if (!all.remove(session)) {
            return;
        }
        List<VpnSession> neighbours = neighbours(session);
        neighbours.remove(session);
        if (neighbours.isEmpty()) {
            TcpConnection connection = session.connection();
            if (connection == null) {
                byAddress.remove(session.address());
            } else {
                byConnection.remove(connection);
            }
        }
        if (session.dataId() != VpnSession.NO_DATA_ID) {
            byDataId.set(session.dataId(), null);
            free(session.dataId());
        }
    }

    void move(VpnSession session, InetSocketAddress to) {
        if (!all.contains(session)) {
            return; // it ended just when it moved
        }
        List<VpnSession> old = neighbours(session);
        old.remove(session);
        if (old.isEmpty()) {
            byAddress.remove(session.address());
        }
        session.moved(to);
        neighbours(session).add(session);
    }

    /// An id by which data packets of the session will be found; -1 if there is none left.
    ///
    /// @param lane the id's remainder by the number of lanes
    int assignDataId(VpnSession session, int lane) {
        Deque<Integer> free = freeDataIds.get(lane);
        while (free.isEmpty()) {
            if (byDataId.size() > Admission.MAX_PEER_ID) {
                return VpnSession.NO_DATA_ID;
            }
            byDataId.add(null);
            free(byDataId.size() - 1);
        }
        int id = free.removeFirst();
        byDataId.set(id, session);
        return id;
    }

    private void free(int dataId) {
        freeDataIds.get(dataId % freeDataIds.size()).addLast(dataId);
    }

    @Nullable VpnSession byDataId(int dataId) {
        return dataId < byDataId.size() ? byDataId.get(dataId) : null;
    }

    /// The sessions behind an address, over UDP.
    List<VpnSession> at(InetSocketAddress address) {
        return byAddress.getOrDefault(address, List.of());
    }

    /// The sessions on a connection.
    List<VpnSession> on(TcpConnection connection) {
        return byConnection.getOrDefault(connection, List.of());
    }

    /// The one that was admitted last, so that the packets of a peer that has begun anew are not
    /// taken for those of its past.
    static @Nullable VpnSession admitted(List<VpnSession> sessions) {
        for (VpnSession session : sessions.reversed()) {
            if (session.slot() != null && !session.isEnded()) {
                return session;
            }
        }
        return null;
    }

    /// A copy, so that sessions may be removed meanwhile.
    List<VpnSession> all() {
        return List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /// The sessions behind the same address or on the same connection as this one, itself among
    /// them.
    List<VpnSession> neighbours(VpnSession session) {
        TcpConnection connection = session.connection();
        return connection == null
                ? byAddress.computeIfAbsent(session.address(), _ -> new ArrayList<>(1))
                : byConnection.computeIfAbsent(connection, _ -> new ArrayList<>(1));
    }
}
