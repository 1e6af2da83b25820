package io.fieldgate.server.session;

import io.fieldgate.openvpn.ServerGate;
import io.fieldgate.openvpn.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/// A gate that lets everybody in.
///
/// @param sessions that begin, by the session id in their first packet
record FakeGate(Map<Long, FakeSession> sessions) implements ServerGate {
    @Override
    public ServerGate sibling() {
        return this;
    }

    @Override
    public Verdict receive(
            long nowNanos,
            long unixSeconds,
            InetSocketAddress remote,
            Transport transport,
            ByteBuffer packet) {
        return new Verdict.Accepted(
                Objects.requireNonNull(sessions.get(packet.getLong(packet.position() + 1))));
    }
}
