package io.fieldgate.portal.access;

import java.util.UUID;

/// Whose rules they are.
public sealed interface Subject {
    UUID id();

    /// A client's own rules.
    record Client(UUID id) implements Subject {}

    /// The rules of all clients in a group.
    record Group(UUID id) implements Subject {}
}
