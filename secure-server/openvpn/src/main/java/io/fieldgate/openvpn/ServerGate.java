package io.fieldgate.openvpn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// Where packets go that belong to no session.
///
/// Over UDP it answers a client's first packet with a cookie and keeps nothing; only the packet
/// that brings the cookie back makes a session. Over TCP, and for clients of OpenVPN 2.5 over UDP
/// (bounded by [ServerConfig.Limits#unverifiedHandshakes]), the first packet makes a session if it
/// has a protection that [ServerConfig#controlKeys] accepts. Nobody without a key of this server
/// gets an answer, unless unprotected clients are accepted.
///
/// Owned by one thread. Workers that share a port each need one of their own, made by [#sibling],
/// because they must accept each other's cookies and share the limits.
public interface ServerGate {
    /// The first gate of a server.
    ///
    /// @param random a source that nobody can predict, such as `SecureRandom`; used by all
    ///   sessions, so it must be safe for several threads if the server has several workers
    static ServerGate create(ServerConfig config, RandomGenerator random) {
        return new SessionGate(config, random);
    }

    /// A gate that accepts the same cookies and counts handshakes together with this one.
    ServerGate sibling();

    /// Judges one packet that no session knows.
    ///
    /// @param unixSeconds the time of day; goes into the control channel's replay ids
    /// @param packet between position and limit; unchanged
    Verdict receive(
            long nowNanos,
            long unixSeconds,
            InetSocketAddress remote,
            Transport transport,
            ByteBuffer packet);

    /// What to do with a packet.
    sealed interface Verdict {
        /// Nothing; count it.
        record Dropped(DropReason reason) implements Verdict {}

        /// Send this to where the packet came from, and forget it.
        record Reply(ByteBuffer packet) implements Verdict {}

        /// A session begins. Put it into the tables, then give it the same packet by
        /// [Session#receive].
        record Accepted(ServerSession session) implements Verdict {}
    }
}
