package io.fieldgate.server.simulation;

/// What is inside an IP packet.
sealed interface Transport {
    /// @param filler the first octet of `length` octets of data
    record Tcp(int fromPort, int toPort, int flags, int filler, int length) implements Transport {
        static final int FIN = 1;
        static final int SYN = 2;
        static final int RST = 4;
        static final int ACK = 16;

        boolean opens() {
            return (flags & (SYN | ACK)) == SYN;
        }

        boolean closes() {
            return (flags & (FIN | RST)) != 0;
        }
    }

    /// @param checked whether it has a checksum; without one in IPv4 only
    record Udp(int fromPort, int toPort, boolean checked, int filler, int length)
            implements Transport {}

    record Echo(boolean request, int id, int filler, int length) implements Transport {}

    /// An ICMP error.
    ///
    /// @param type as in the packet, and so are `code` and `rest`
    /// @param octets how many octets of the quoted packet's transport are there; negative: all
    record Failure(int type, int code, int rest, Packet quoted, int octets) implements Transport {}

    /// A protocol without ports.
    record Other(int protocol, int filler, int length) implements Transport {}
}
