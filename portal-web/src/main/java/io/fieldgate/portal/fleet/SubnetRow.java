package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.SubnetSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A subnet behind a node, as an admin or the node itself named it.
///
/// @param prefix CIDR form; as announced where it could not be parsed
/// @param reason why it is not in force; empty if it is
/// @param overlaps refused only because it overlaps another
record SubnetRow(
        UUID peerId,
        String prefix,
        SubnetSource source,
        SubnetState state,
        String reason,
        boolean overlaps) {
    static final String WAITS = "It waits for an admin's approval.";
    static final String ADMIN_REFUSED = "An admin refused it.";

    static SubnetRow ofAdmin(UUID peerId, Cidr prefix) {
        return new SubnetRow(
                peerId, prefix.toString(), SubnetSource.ADMIN, SubnetState.ACTIVE, "", false);
    }

    static SubnetRow announced(UUID peerId, String prefix) {
        return new SubnetRow(peerId, prefix, SubnetSource.ANNOUNCED, SubnetState.ACTIVE, "", false);
    }

    SubnetRow inForce() {
        return new SubnetRow(peerId, prefix, source, SubnetState.ACTIVE, "", false);
    }

    SubnetRow waiting() {
        return new SubnetRow(peerId, prefix, source, SubnetState.PENDING, WAITS, false);
    }

    SubnetRow refused(String why) {
        return new SubnetRow(peerId, prefix, source, SubnetState.REFUSED, why, false);
    }

    SubnetRow refused(SubnetFault fault) {
        return new SubnetRow(
                peerId, prefix, source, SubnetState.REFUSED, fault.words(), fault.overlap());
    }

    boolean active() {
        return state == SubnetState.ACTIVE;
    }

    boolean isAnnounced() {
        return source == SubnetSource.ANNOUNCED;
    }

    /// Empty if what was announced is no subnet.
    Optional<Cidr> cidr() {
        return Cidr.parse(prefix);
    }

    SubnetView view(@Nullable String mappedPrefix) {
        return new SubnetView(
                prefix, source, state, reason.isEmpty() ? null : reason, mappedPrefix);
    }
}
