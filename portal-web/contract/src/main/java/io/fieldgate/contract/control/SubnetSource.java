package io.fieldgate.contract.control;

/// Who named a subnet.
public enum SubnetSource {
    /// The node itself, on connecting. Replaced by its next announcement.
    ANNOUNCED,
    /// The admin, in the portal.
    ADMIN
}
