package io.fieldgate.portal.access;

import java.util.UUID;

/// A client or node in a group.
public record MemberView(UUID id, String name) {}
