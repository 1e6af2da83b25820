package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A client's whole session as our server met it: what came in and when, the server's keys, what
/// TLS did, what the owner decided, and what was seen in the end.
final class Recording {
    /// When and how it was made, with which client.
    final Map<String, String> about = new LinkedHashMap<>();

    final Map<String, String> keys = new LinkedHashMap<>();
    final List<Input> inputs = new ArrayList<>();
    final List<TlsTape> tapes = new ArrayList<>();

    /// One line each, as [Seen] writes them.
    final List<String> expected = new ArrayList<>();

    Policy policy = Policy.ADMIT;
    long seed;

    /// Something that went into gate or sessions.
    sealed interface Input {
        /// After the start of the recording.
        long nanos();

        /// A packet, in hex.
        record Packet(
                long nanos,
                long unixSeconds,
                Transport transport,
                InetSocketAddress from,
                String packet)
                implements Input {

            /// The same with other bytes.
            Packet with(String bytes) {
                return new Packet(nanos, unixSeconds, transport, from, bytes);
            }
        }

        /// TLS tasks had run.
        record Resumed(long nanos) implements Input {}

        /// The TCP connection was closed by the client.
        record HungUp(long nanos) implements Input {}

        /// The owner did something; see [Order].
        record Ordered(long nanos, String order) implements Input {}
    }
}
