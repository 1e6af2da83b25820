package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.SubnetSource;
import org.jspecify.annotations.Nullable;

/// A subnet behind a node.
///
/// @param prefix CIDR form; as announced where it could not be parsed
/// @param source who named it
/// @param state whether it is in force
/// @param reason why it is not in force; null when it is
/// @param mappedPrefix its unique prefix of the same length (Identical Networks); null where it has
///   none
public record SubnetView(
        String prefix,
        SubnetSource source,
        SubnetState state,
        @Nullable String reason,
        @Nullable String mappedPrefix) {
    /// Whether it can come in force at all: a router may announce whatever it likes.
    public boolean fits() {
        return Cidr.parse(prefix).filter(each -> SubnetRules.fault(each) == null).isPresent();
    }
}
