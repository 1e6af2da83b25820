package io.fieldgate.server.routing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges the subnets that a node announces. What a node says is hostile input: it must not take
/// what belongs to others or to nobody.
public final class SubnetRules {
    /// More than this in one announcement are refused.
    public static final int MAX_SUBNETS = 64;

    private static final int SHORTEST_IPV4 = 8;
    private static final int SHORTEST_IPV6 = 32;
    private static final int MAX_TEXT = 64;

    private static final Map<Prefix, String> RESERVED =
            Map.of(
                    Prefix.ipv4(0, 8), "\"this network\"",
                    Prefix.ipv4(127 << 24, 8), "loopback",
                    Prefix.ipv4(169 << 24 | 254 << 16, 16), "link-local",
                    Prefix.ipv4(224 << 24, 4), "multicast",
                    Prefix.ipv4(240 << 24, 4), "reserved");

    /// What there is beside global unicast (RFC 4291) and unique local addresses (RFC 4193).
    private static final Map<Prefix, String> RESERVED_IPV6 =
            Map.of(
                    ipv6("::/8"), "loopback, mapped and other special",
                    ipv6("fe80::/10"), "link-local",
                    ipv6("fec0::/10"), "abolished site-local",
                    ipv6("ff00::/8"), "multicast");

    private static final List<Prefix> USABLE_IPV6 = List.of(ipv6("2000::/3"), ipv6("fc00::/7"));

    private SubnetRules() {}

    /// One announced subnet and what became of it.
    ///
    /// @param text as announced, canonical where it could be read; at most 64 characters
    /// @param prefix null if it could not be read
    /// @param refusal in words an operator understands; null if it may be in force
    public record Verdict(String text, @Nullable Prefix prefix, @Nullable String refusal) {
        /// Whether it may be in force.
        public boolean accepted() {
            return refusal == null;
        }
    }

    /// A subnet that is in force already, and that others must not overlap.
    ///
    /// @param owner how to call the node behind which it is, in a sentence
    public record Taken(Prefix prefix, String owner) {}

    /// Judges an announcement: prefixes separated by blanks or commas.
    ///
    /// @param networks the VPN networks
    /// @param taken what must not be overlapped
    public static List<Verdict> judge(
            String announcement, VpnNetworks networks, List<Taken> taken) {
        Set<String> words = new LinkedHashSet<>();
        int ignored = 0;
        for (String word : announcement.split("[\\s,]+", -1)) {
            if (!word.isEmpty() && words.size() < MAX_SUBNETS) {
                words.add(word);
            } else if (!word.isEmpty() && !words.contains(word)) {
                ignored++;
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        Set<Prefix> seen = new LinkedHashSet<>();
        for (String word : words) {
            Verdict verdict = judgeWord(word, networks, taken);
            if (verdict.prefix() == null || seen.add(verdict.prefix())) {
                verdicts.add(verdict);
            }
        }
        if (ignored > 0) {
            String text = ignored + " more";
            verdicts.add(new Verdict(text, null, "a node can announce at most " + MAX_SUBNETS));
        }
        return verdicts;
    }

    private static Verdict judgeWord(String word, VpnNetworks networks, List<Taken> taken) {
        Optional<Prefix> prefix = Prefix.parse(word);
        if (prefix.isEmpty()) {
            String shown = word.length() > MAX_TEXT ? word.substring(0, MAX_TEXT) : word;
            return new Verdict(shown, null, "not a subnet; it should look like 192.168.10.0/24");
        }
        return new Verdict(
                prefix.get().toString(), prefix.get(), refusal(prefix.get(), networks, taken));
    }

    private static @Nullable String refusal(
            Prefix prefix, VpnNetworks networks, List<Taken> taken) {
        if (prefix.ipv6() && networks.ipv6().isEmpty()) {
            return "IPv6 is switched off on this secure server";
        }
        if (prefix.length() == 0) {
            return "the default route cannot be behind a node";
        }
        for (Prefix network : networks.all()) {
            if (prefix.overlaps(network)) {
                return prefix + " overlaps " + network + ", the VPN network itself";
            }
        }
        String special = prefix.ipv6() ? specialIpv6(prefix) : specialIpv4(prefix);
        if (special != null) {
            return special;
        }
        for (Taken other : taken) {
            if (prefix.overlaps(other.prefix())) {
                return "%s overlaps %s, which is in force behind %s"
                        .formatted(prefix, other.prefix(), other.owner());
            }
        }
        return null;
    }

    private static @Nullable String specialIpv4(Prefix prefix) {
        String reserved = reserved(prefix, RESERVED);
        if (reserved != null) {
            return reserved;
        }
        return prefix.length() < SHORTEST_IPV4 ? prefix + " is wider than /" + SHORTEST_IPV4 : null;
    }

    private static @Nullable String specialIpv6(Prefix prefix) {
        String reserved = reserved(prefix, RESERVED_IPV6);
        if (reserved != null) {
            return reserved;
        }
        if (prefix.length() < SHORTEST_IPV6) {
            return prefix + " is wider than /" + SHORTEST_IPV6;
        }
        return USABLE_IPV6.stream().noneMatch(usable -> usable.contains(prefix))
                ? prefix + " is reserved: a site has addresses out of 2000::/3 or fc00::/7"
                : null;
    }

    private static @Nullable String reserved(Prefix prefix, Map<Prefix, String> table) {
        for (Map.Entry<Prefix, String> reserved : table.entrySet()) {
            if (prefix.overlaps(reserved.getKey())) {
                return "%s overlaps %s, which is for %s addresses"
                        .formatted(prefix, reserved.getKey(), reserved.getValue());
            }
        }
        return null;
    }

    private static Prefix ipv6(String text) {
        return Prefix.parse(text).orElseThrow();
    }
}
