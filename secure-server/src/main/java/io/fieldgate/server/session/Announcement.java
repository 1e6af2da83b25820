package io.fieldgate.server.session;

import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.SubnetRules;
import io.fieldgate.server.routing.SubnetRules.Verdict;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges what a node announces by what is in force already and by what the admin refused.
final class Announcement {
    private static final String REMEDY =
            "; in the routing mode Identical Networks both may have it";

    private Announcement() {}

    /// The verdicts, for the report to the portal.
    ///
    /// @param subnets what is in force
    static List<Verdict> judge(
            PeerSlot node,
            String text,
            Traffic traffic,
            VpnNetworks networks,
            SubnetsInForce subnets) {
        List<SubnetRules.Taken> taken =
                traffic.isIdentical() ? List.of() : takenByOthers(node, subnets);
        List<Verdict> verdicts = new ArrayList<>();
        List<Prefix> ownSubnets = new ArrayList<>();
        if (traffic.isIdentical()) {
            ownSubnets.addAll(node.profile().adminSubnets());
        }
        for (Verdict verdict : SubnetRules.judge(text, networks, taken)) {
            Prefix prefix = verdict.prefix();
            if (prefix == null || !verdict.accepted()) {
                verdicts.add(verdict);
                continue;
            }
            String refusal = refusal(node, prefix, ownSubnets);
            if (refusal == null && traffic.isIdentical()) {
                ownSubnets.add(prefix);
            }
            verdicts.add(new Verdict(verdict.text(), prefix, refusal));
        }
        return verdicts;
    }

    private static @Nullable String refusal(PeerSlot node, Prefix prefix, List<Prefix> ownSubnets) {
        if (node.profile().isRefused(prefix)) {
            return prefix + " was refused by an administrator";
        }
        for (Prefix other : ownSubnets) {
            if (!other.equals(prefix) && other.overlaps(prefix)) {
                return "%s overlaps %s, which is behind the same node".formatted(prefix, other);
            }
        }
        return null;
    }

    private static List<SubnetRules.Taken> takenByOthers(PeerSlot node, SubnetsInForce subnets) {
        List<SubnetRules.Taken> taken = new ArrayList<>();
        subnets.byNode()
                .forEach((owner, prefixes) -> {
                    if (owner != node) {
                        String name = owner.profile().name() + REMEDY;
                        prefixes.forEach(prefix -> taken.add(new SubnetRules.Taken(prefix, name)));
                    }
                });
        return taken;
    }
}
