package io.fieldgate.server.simulation;

import org.jspecify.annotations.Nullable;

/// An IP packet by what is in it.
///
/// @param hops time to live, or hop limit
/// @param piece which part of the packet it is; null: all
record Packet(
        Address source, Address destination, int hops, Transport transport, @Nullable Piece piece) {
    /// One fragment of a packet.
    ///
    /// @param id of the whole packet
    /// @param offset of the transport, in octets, divisible by 8
    /// @param more whether another one comes behind it; the last one takes the rest
    record Piece(int id, int offset, int length, boolean more) {}

    boolean ipv6() {
        return source.ipv6();
    }

    int protocol() {
        return switch (transport) {
            case Transport.Tcp _ -> 6;
            case Transport.Udp _ -> 17;
            case Transport.Echo _, Transport.Failure _ -> ipv6() ? 58 : 1;
            case Transport.Other other -> other.protocol();
        };
    }

    /// The port at the sender, or the identifier of an echo.
    int fromPort() {
        return switch (transport) {
            case Transport.Tcp tcp -> tcp.fromPort();
            case Transport.Udp udp -> udp.fromPort();
            case Transport.Echo echo -> echo.id();
            case Transport.Failure _, Transport.Other _ -> 0;
        };
    }

    /// The port at the receiver, or the identifier of an echo.
    int toPort() {
        return switch (transport) {
            case Transport.Tcp tcp -> tcp.toPort();
            case Transport.Udp udp -> udp.toPort();
            case Transport.Echo echo -> echo.id();
            case Transport.Failure _, Transport.Other _ -> 0;
        };
    }

    boolean isLaterPiece() {
        return piece != null && piece.offset() > 0;
    }

    Packet between(Address newSource, Address newDestination) {
        return new Packet(newSource, newDestination, hops, transport, piece);
    }

    Packet withPiece(Piece newPiece) {
        return new Packet(source, destination, hops, transport, newPiece);
    }

    /// As it is after one hop.
    Packet forwarded() {
        return new Packet(source, destination, hops - 1, transport, piece);
    }

    /// With another packet quoted; it is an ICMP error.
    Packet quoting(Packet other) {
        Transport.Failure old = (Transport.Failure) transport;
        return new Packet(
                source,
                destination,
                hops,
                new Transport.Failure(old.type(), old.code(), old.rest(), other, old.octets()),
                piece);
    }
}
