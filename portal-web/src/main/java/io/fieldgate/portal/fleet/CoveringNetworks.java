package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The networks in which an admin expects the subnets of future sites. Clients that cannot be told
/// of new routes while they are connected send all of them into the tunnel from the start.
///
/// @param prefixes without repetitions
record CoveringNetworks(List<Cidr> prefixes) {
    static final int MAX = 16;

    CoveringNetworks {
        prefixes = List.copyOf(prefixes);
    }

    /// Parses what an admin wrote; blanks and repetitions are passed over.
    ///
    /// @throws RefusedException if one is no network, or there are too many
    static CoveringNetworks parse(List<? extends @Nullable String> written) {
        List<Cidr> prefixes =
                written.stream()
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(CoveringNetworks::prefix)
                        .distinct()
                        .toList();
        if (prefixes.size() > MAX) {
            throw fault("Name at most " + MAX + " networks of future sites.");
        }
        return new CoveringNetworks(prefixes);
    }

    /// As they are stored.
    static CoveringNetworks stored(String text) {
        return parse(Arrays.asList(text.split(" ", -1)));
    }

    /// To be stored.
    String text() {
        return prefixes.stream().map(Cidr::toString).collect(Collectors.joining(" "));
    }

    List<String> texts() {
        return prefixes.stream().map(Cidr::toString).toList();
    }

    /// @param dialled the name or address at which clients dial: if it lay in one of the networks,
    ///   they would send the tunnel's own packets into the tunnel
    /// @throws RefusedException if one cannot hold the subnets of sites
    void check(VpnNetworks networks, String dialled) {
        for (Cidr prefix : prefixes) {
            if (prefix.length() == 0) {
                throw fault(
                        prefix
                                + " is the default route: it would lead everything of a laptop into"
                                + " the tunnel. Name the networks of your sites, such as"
                                + " 10.20.0.0/16.");
            }
            String unfit = SubnetRules.fault(prefix, networks);
            if (unfit != null) {
                throw fault(unfit.startsWith(prefix + " ") ? unfit : prefix + ": " + unfit);
            }
            if (Cidr.parse(dialled).filter(prefix::overlaps).isPresent()) {
                throw fault(
                        "%s, the address that nodes and clients dial, lies in %s: they could not reach it any more. Name narrower networks."
                                .formatted(dialled, prefix));
            }
        }
    }

    private static Cidr prefix(String text) {
        try {
            return SubnetRules.parse(text);
        } catch (RefusedException unreadable) {
            throw fault(unreadable.refusal().detail());
        }
    }

    private static RefusedException fault(String detail) {
        return RefusedException.invalid("coveringNetworks", detail);
    }
}
