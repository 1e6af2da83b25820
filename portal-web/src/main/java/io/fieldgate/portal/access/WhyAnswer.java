package io.fieldgate.portal.access;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Why a client cannot reach something, or that it can.
///
/// @param reachable whether every hop is all right
/// @param hop the first hop that fails; null if none does
/// @param sentence what is wrong there, or that nothing is
/// @param hint what to do
/// @param nodeId behind which node the target is; null if it is not known
/// @param address its own address at the site; null if it is not known
/// @param steps the hops in their order, up to the first that fails
public record WhyAnswer(
        boolean reachable,
        @Nullable Hop hop,
        String sentence,
        String hint,
        @Nullable UUID nodeId,
        @Nullable String nodeName,
        @Nullable String address,
        @Nullable UUID ruleId,
        List<Step> steps) {
    public WhyAnswer {
        steps = List.copyOf(steps);
    }

    /// Where a connection can fail, in the order in which it is looked at.
    public enum Hop {
        /// What was asked for is nothing that is known.
        TARGET,
        /// The client may not connect.
        CLIENT_CLOSED,
        CLIENT_OFFLINE,
        /// The node may not connect, or never did.
        NODE_CLOSED,
        NODE_OFFLINE,
        /// No subnet in force has the address.
        SUBNET,
        /// The site is not selected (Identical Networks).
        SITE,
        RULE,
        /// The client sends nothing for it into its tunnel: it does not know of the subnet.
        ROUTE,
        /// The secure server itself does not work, or did not answer.
        SECURE_SERVER,
        /// The device does not answer.
        DEVICE,
        /// The device is there and refuses the connection.
        PORT
    }

    /// @param sentence what was found there
    public record Step(Hop hop, boolean passed, String sentence) {}
}
