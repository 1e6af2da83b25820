package io.fieldgate.portal.fleet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where mapped prefixes come from: the lowest free prefix of the first pool that has one.
///
/// IPv4: 198.18.0.0/15 (RFC 2544: for benchmarks, so that hardly any site uses it), then
/// 10.128.0.0/9. IPv6: a /32 of unique local addresses (RFC 4193), whose 24 bits behind `fd` are a
/// hash of the secure server's id.
final class MappedPool {
    private static final int IPV6_LENGTH = 32;
    private static final int HASH_BYTES = 3;

    private static final List<Cidr> IPV4 =
            List.of(
                    Cidr.parse("198.18.0.0/15").orElseThrow(),
                    Cidr.parse("10.128.0.0/9").orElseThrow());

    private MappedPool() {}

    /// A prefix as long as a real one.
    ///
    /// @param real the subnet for which it is
    /// @param taken what it must not overlap
    /// @return empty if no pool has room for it
    static Optional<Cidr> free(UUID serverId, Cidr real, Collection<Cidr> taken) {
        List<Cidr> pools = real.isIpv6() ? List.of(ipv6(serverId)) : IPV4;
        return pools.stream()
                .filter(pool -> pool.length() <= real.length())
                .flatMap(pool -> free(pool, real, taken).stream())
                .findFirst();
    }

    /// The pools that clients are told of: the first of each family, and the other ones if
    /// something was taken out of them.
    static List<Cidr> inUse(ServerFacts server, Collection<Cidr> mapped) {
        List<Cidr> pools = new ArrayList<>();
        for (Cidr pool : IPV4) {
            if (pools.isEmpty() || mapped.stream().anyMatch(pool::overlaps)) {
                pools.add(pool);
            }
        }
        if (server.networks().ipv6()) {
            pools.add(ipv6(server.id()));
        }
        return pools;
    }

    static Cidr ipv6(UUID serverId) {
        byte[] address = new byte[16];
        address[0] = (byte) 0xfd;
        ByteBuffer.wrap(address, 1, HASH_BYTES).put(VpnNetworks.sha256(serverId), 0, HASH_BYTES);
        return Cidr.ipv6(new BigInteger(1, address), IPV6_LENGTH);
    }

    private static Optional<Cidr> free(Cidr pool, Cidr real, Collection<Cidr> taken) {
        List<Cidr> inTheWay =
                taken.stream()
                        .filter(pool::overlaps)
                        .sorted(Comparator.comparing(Cidr::address))
                        .toList();
        BigInteger size = real.size();
        BigInteger candidate = pool.address();
        for (Cidr other : inTheWay) {
            if (other.address().compareTo(candidate.add(size)) >= 0) {
                break;
            }
            if (other.last().compareTo(candidate) >= 0) {
                candidate = roundUp(other.last().add(BigInteger.ONE), size);
            }
        }
        return candidate.add(size).subtract(BigInteger.ONE).compareTo(pool.last()) <= 0
                ? Optional.of(new Cidr(real.width(), candidate, real.length()))
                : Optional.empty();
    }

    private static BigInteger roundUp(BigInteger address, BigInteger size) {
        return address.add(size).subtract(BigInteger.ONE).divide(size).multiply(size);
    }
}
