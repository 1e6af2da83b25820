package io.fieldgate.portal.access;

/// What a group is made of.
public enum GroupKind {
    /// Clients: rules are about them.
    CLIENTS,
    /// Nodes: rules name them as what is reached.
    NODES
}
