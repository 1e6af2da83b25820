package io.fieldgate.portal.access;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whether a client reaches one place behind a node, as far as rules say so.
///
/// @param name of the device or node; for subnets their prefix
/// @param address its own address or prefix, as it is at the site; the node's VPN address
/// @param mappedAddress its unique address or prefix (Identical Networks); null where it has none
/// @param fromClient what the client may open, in words such as `TCP 102`
/// @param fromNode what the other side may open to the client, in words
/// @param ruleIds the rules that are about it, or a part of it
/// @param why the reason, in a sentence
public record Reach(
        Kind kind,
        @Nullable UUID deviceId,
        String name,
        String address,
        @Nullable String mappedAddress,
        Access access,
        String fromClient,
        String fromNode,
        List<UUID> ruleIds,
        String why) {
    public Reach {
        ruleIds = List.copyOf(ruleIds);
    }

    /// What kind of place it is.
    public enum Kind {
        NODE,
        SUBNET,
        /// A part of a subnet that a rule names.
        PART,
        DEVICE
    }

    /// How much of it the client may open.
    public enum Access {
        ALL,
        SOME,
        NONE
    }
}
