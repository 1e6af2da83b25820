package io.fieldgate.portal.fleet;

/// Whether a subnet is in force.
public enum SubnetState {
    ACTIVE,
    REFUSED
}
