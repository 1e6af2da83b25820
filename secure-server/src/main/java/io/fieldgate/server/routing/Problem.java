package io.fieldgate.server.routing;

import io.fieldgate.server.policy.DropReason;
import org.jspecify.annotations.Nullable;

/// What an ICMP error tells the sender of a packet, with its type and code in ICMP (RFC 792) and in
/// ICMPv6 (RFC 4443).
enum Problem {
    NETWORK_UNREACHABLE(3, 0, 1, 0),
    HOST_UNREACHABLE(3, 1, 1, 3),
    PROHIBITED(3, 13, 1, 1),
    TTL_EXPIRED(11, 0, 3, 0),
    /// Carries the MTU that would do (RFC 1191 section 4; RFC 4443 section 3.2).
    TOO_BIG(3, 4, 2, 0);

    private final byte type;
    private final byte code;
    private final byte typeV6;
    private final byte codeV6;

    Problem(int type, int code, int typeV6, int codeV6) {
        this.type = (byte) type;
        this.code = (byte) code;
        this.typeV6 = (byte) typeV6;
        this.codeV6 = (byte) codeV6;
    }

    /// What the sender of a dropped packet is told; null: nothing.
    static @Nullable Problem of(DropReason reason) {
        return switch (reason) {
            case NO_ROUTE -> NETWORK_UNREACHABLE;
            case PEER_OFFLINE -> HOST_UNREACHABLE;
            case FORBIDDEN_BY_MODE, DENIED_BY_RULE, DENIED_BY_DEFAULT, OTHER_SITE, NOT_SELECTED ->
                    PROHIBITED;
            case TTL_EXPIRED -> TTL_EXPIRED;
            case PACKET_TOO_BIG -> TOO_BIG;
            default -> null;
        };
    }

    byte type() {
        return type;
    }

    byte code() {
        return code;
    }

    byte typeV6() {
        return typeV6;
    }

    byte codeV6() {
        return codeV6;
    }
}
