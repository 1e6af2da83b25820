package io.fieldgate.contract.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened on a secure server.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerEvent.SessionStarted.class, name = "session-started"),
    @JsonSubTypes.Type(value = ServerEvent.SessionEnded.class, name = "session-ended"),
    @JsonSubTypes.Type(value = ServerEvent.PeerRefused.class, name = "peer-refused"),
    @JsonSubTypes.Type(value = ServerEvent.SubnetsAnnounced.class, name = "subnets-announced"),
    @JsonSubTypes.Type(value = ServerEvent.RoutesUntold.class, name = "routes-untold"),
    @JsonSubTypes.Type(value = ServerEvent.ProbeAnswered.class, name = "probe-answered")
})
public sealed interface ServerEvent {
    /// When it happened, by the server's clock.
    Instant at();

    /// A tunnel came up.
    record SessionStarted(Instant at, SessionInfo session) implements ServerEvent {}

    /// A tunnel went down.
    ///
    /// @param reason the session's close reason, such as `PEER_EXIT`, `PING_TIMEOUT`, `REVOKED`
    record SessionEnded(
            Instant at,
            String sessionId,
            String peerId,
            String reason,
            long bytesReceived,
            long bytesSent)
            implements ServerEvent {}

    /// Somebody with a well-formed handshake was not let in.
    ///
    /// @param peerId the peer it claims to be, if known
    /// @param reason in words an operator understands
    record PeerRefused(Instant at, @Nullable String peerId, String remoteAddress, String reason)
            implements ServerEvent {}

    /// A node announced its subnets; replaces what it announced before.
    record SubnetsAnnounced(Instant at, String peerId, List<Verdict> subnets)
            implements ServerEvent {
        public SubnetsAnnounced {
            subnets = List.copyOf(subnets);
        }

        /// @param prefix as announced, canonical where it could be parsed; at most 64 characters
        /// @param accepted whether it is in force
        /// @param reason why it was refused, in words an operator understands; null if accepted
        public record Verdict(String prefix, boolean accepted, @Nullable String reason) {}
    }

    /// What a session's peer may reach and cannot be told of while it is connected has changed;
    /// replaces what was said of the session before.
    ///
    /// @param prefixes subnets that it sends into its tunnel only from its next dial-in on,
    ///   canonical; none: it lacks nothing any more
    /// @param more how many there are beside those
    record RoutesUntold(
            Instant at, String sessionId, String peerId, List<String> prefixes, int more)
            implements ServerEvent {
        public RoutesUntold {
            prefixes = List.copyOf(prefixes);
        }
    }

    /// A [Probe] is done.
    ///
    /// @param millis from the question to the answer; 0 if there was none
    record ProbeAnswered(Instant at, String probeId, Outcome outcome, int millis)
            implements ServerEvent {
        /// What came of it.
        public enum Outcome {
            /// The device answered the echo request, or took the connection.
            ANSWERED,
            /// It is there, but refused the connection.
            REFUSED,
            /// Nothing came back in time.
            SILENT,
            /// The node is not connected.
            NODE_OFFLINE,
            /// The node has no such address behind it.
            NOT_BEHIND_NODE
        }
    }
}
