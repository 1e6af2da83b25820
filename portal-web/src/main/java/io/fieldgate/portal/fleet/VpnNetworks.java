package io.fieldgate.portal.fleet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The addresses inside the tunnels of one secure server.
///
/// The IPv6 network is a /64 of unique local addresses (RFC 4193), which nobody has to choose: the
/// 40 bits of the global id are a hash of the tenant's id, and the 16 bits of the subnet id are the
/// index of the IPv4 network, which no two secure servers of a tenant share. A peer's IPv6 address
/// has its IPv4 address as its last 32 bits.
///
/// ```
/// +------+--------------------------+-----------+--------------+----------------+
/// | fd   | SHA-256 of the tenant id | index     | 0            | IPv4 address   |
/// | 8    | 40                       | 16        | 32           | 32 bits        |
/// +------+--------------------------+-----------+--------------+----------------+
/// ```
///
/// @param ipv6 whether there is IPv6 inside the tunnels
record VpnNetworks(UUID tenantId, VpnNetwork ipv4, boolean ipv6) {
    private static final int IPV6_LENGTH = 64;
    private static final int GLOBAL_ID_BYTES = 5;

    VpnNetworks(UUID tenantId, int index, boolean ipv6) {
        this(tenantId, new VpnNetwork(index), ipv6);
    }

    /// The IPv6 network, if there is IPv6.
    Optional<Cidr> ipv6Cidr() {
        return ipv6 ? Optional.of(Cidr.ipv6(base(), IPV6_LENGTH)) : Optional.empty();
    }

    /// Both networks, or the one that there is.
    List<Cidr> all() {
        return Stream.concat(Stream.of(ipv4.cidr()), ipv6Cidr().stream()).toList();
    }

    String address(int host) {
        return ipv4.cidrOf(host).addressText();
    }

    /// Null if there is no IPv6.
    @Nullable String addressIpv6(int host) {
        return ipv6 ? Cidr.ipv6(base().or(ipv4.cidrOf(host).address()), 128).addressText() : null;
    }

    private BigInteger base() {
        ByteBuffer address = ByteBuffer.allocate(16);
        address.put((byte) 0xfd).put(sha256(tenantId), 0, GLOBAL_ID_BYTES);
        address.putShort((short) ipv4.index());
        return new BigInteger(1, address.array());
    }

    static byte[] sha256(UUID id) {
        byte[] bytes =
                ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
