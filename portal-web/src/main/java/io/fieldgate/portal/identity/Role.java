package io.fieldgate.portal.identity;

/// What a caller may do; each role may do all that the ones below it may.
public enum Role {
    /// Runs the installation: everything, over all tenants.
    OPERATOR,
    /// Runs a tenant: creates and revokes what belongs to it.
    ADMIN,
    /// Works with a tenant's sites.
    ENGINEER,
    /// Looks.
    VIEWER;

    String authority() {
        return "ROLE_" + name();
    }
}
