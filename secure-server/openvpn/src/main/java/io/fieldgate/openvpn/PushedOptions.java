package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.PushedParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The options that a server has pushed, with later changes (`PUSH_UPDATE`).
///
/// ```
/// [-][?]option [arguments]      -  remove all of this kind      ?  skip it if it cannot change
/// ```
///
/// The first option of a kind in an update replaces all of its kind, further ones are added.
final class PushedOptions {
    private static final Set<String> UPDATABLE =
            Set.of(
                    "block-ipv6",
                    "block-outside-dns",
                    "dhcp-option",
                    "dns",
                    "ifconfig",
                    "ifconfig-ipv6",
                    "keepalive",
                    "redirect-gateway",
                    "redirect-private",
                    "route",
                    "route-gateway",
                    "route-ipv6",
                    "route-metric",
                    "topology",
                    "tun-mtu");

    private List<String> options;

    PushedOptions(List<String> options) {
        this.options = List.copyOf(options);
    }

    /// In the order in which they count.
    List<String> options() {
        return options;
    }

    /// Applies an update whole, or not at all.
    ///
    /// @return why the client has to reconnect instead; empty if the update was applied
    Optional<String> update(List<String> changes) {
        List<String> updated = new ArrayList<>(options);
        Set<String> replaced = new HashSet<>();
        for (String change : changes) {
            boolean remove = change.startsWith("-");
            String rest = remove ? change.substring(1) : change;
            boolean optional = rest.startsWith("?");
            String option = optional ? rest.substring(1) : rest;
            String kind = kind(option);
            if (!UPDATABLE.contains(kind)) {
                if (optional) {
                    continue;
                }
                return Optional.of("cannot be updated: " + option);
            }
            if (remove || replaced.add(family(kind))) {
                updated.removeIf(old -> family(kind(old)).equals(family(kind)));
            }
            if (!remove) {
                updated.add(option);
            }
        }
        if (updated.size() > PushedParts.MAX_OPTIONS) {
            return Optional.of("too many options");
        }
        options = List.copyOf(updated);
        return Optional.empty();
    }

    private static String kind(String option) {
        int blank = option.indexOf(' ');
        return blank < 0 ? option : option.substring(0, blank);
    }

    /// The two redirections exclude each other; the two of keepalive are one.
    private static String family(String kind) {
        return switch (kind) {
            case "redirect-private" -> "redirect-gateway";
            case "ping", "ping-restart" -> "keepalive";
            default -> kind;
        };
    }
}
