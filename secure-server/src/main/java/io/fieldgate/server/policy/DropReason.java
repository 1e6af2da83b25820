package io.fieldgate.server.policy;

/// Why a packet was not forwarded. Every drop is counted under one of these names; packets that the
/// protocol itself drops are counted under `OPENVPN_` and the protocol's own reason.
public enum DropReason {
    /// Not a well-formed IPv4 or IPv6 packet.
    MALFORMED_IP,
    /// The source address belongs neither to the peer nor to a subnet behind it.
    SPOOFED_SOURCE,
    /// The routing mode does not let these two peers talk.
    FORBIDDEN_BY_MODE,
    /// A rule denies it.
    DENIED_BY_RULE,
    /// Rules name the client, and none of them allows it.
    DENIED_BY_DEFAULT,
    /// The flow began at another site than the one that is selected now, or its beginning is not
    /// known: it must not reach the wrong machine.
    OTHER_SITE,
    /// The address is behind several sites or one, none of which the client has selected.
    NOT_SELECTED,
    /// A later fragment of a packet whose first fragment is not known.
    NO_FIRST_FRAGMENT,
    /// An ICMP error or reply that belongs to no known flow.
    UNRELATED_ICMP,
    /// It would begin a flow when there is no room for more, and its sender has opened its whole
    /// share of them within a second.
    TOO_MANY_FLOWS,
    /// Nobody has the destination address.
    NO_ROUTE,
    /// The peer that has the destination address is not connected.
    PEER_OFFLINE,
    /// The packet would go back to where it came from.
    BACK_TO_SENDER,
    /// Time to live ran out.
    TTL_EXPIRED,
    /// It does not fit the receiver's tunnel and must not be fragmented; its sender is told.
    PACKET_TOO_BIG,
    /// It does not fit the receiver's tunnel; it might be fragmented, which this server does not.
    NOT_FRAGMENTED,
    /// Multicast, broadcast or link-local; not forwarded.
    NOT_UNICAST,
    /// To the gateway address itself, and no echo request.
    NO_SUCH_SERVICE,
    /// A damaged DNS query to the gateway address.
    NAME_QUERY_MALFORMED,
    /// More questions to the gateway address than one peer may ask in a second.
    GATEWAY_LIMIT,
    /// Before the server knows its state or after it began to stop.
    NOT_SERVING,
    /// A peer's TCP connection does not take what is sent to it fast enough.
    TCP_QUEUE_FULL,
    /// The host's UDP send buffer is full.
    UDP_BUFFER_FULL,
    /// The host could not send, such as no route to the peer's network.
    UDP_SEND_FAILED,
    /// A TCP frame with an impossible length; its connection is closed.
    TCP_FRAME_INVALID,
    /// More TCP connections than allowed that have not authenticated.
    TOO_MANY_CONNECTIONS,
    /// The worker that serves its session, or its client's, did not take its packets fast enough.
    WORKER_BUSY,
    /// Data for a session that is not there.
    UNKNOWN_SESSION,
    /// More handshakes than allowed behind one address.
    TOO_MANY_HANDSHAKES,
    /// It came from an address that is another peer's.
    ADDRESS_TAKEN
}
