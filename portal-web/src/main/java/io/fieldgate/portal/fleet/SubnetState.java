package io.fieldgate.portal.fleet;

/// Whether a subnet is in force.
public enum SubnetState {
    ACTIVE,
    /// Announced by its node; waits for an admin.
    PENDING,
    REFUSED
}
