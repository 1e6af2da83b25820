package io.fieldgate.server.routing;

/// The types of ICMP (RFC 792) and ICMPv6 (RFC 4443) messages, as far as flows go by them.
final class IcmpKind {
    private IcmpKind() {}

    /// Whether a message says what became of a packet, which it quotes.
    static boolean isError(boolean ipv6, int type) {
        return ipv6 ? type < 128 : type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    /// Whether an error can be brought to where the packet came from. Others, such as redirects,
    /// are about the sender's own links.
    static boolean isForwardedError(boolean ipv6, int type) {
        return ipv6 ? type >= 1 && type <= 4 : isError(false, type) && type != 5;
    }

    /// Echo, timestamp, information and address mask requests; in IPv6 echo requests.
    static boolean isRequest(boolean ipv6, int type) {
        return ipv6 ? type == 128 : type == 8 || type == 13 || type == 15 || type == 17;
    }

    /// Whether a message has an identifier behind its checksum: requests and their replies.
    static boolean hasIdentifier(boolean ipv6, int type) {
        return ipv6
                ? type == 128 || type == 129
                : type == 0 || type == 8 || (type >= 13 && type <= 18);
    }
}
