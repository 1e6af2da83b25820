package io.fieldgate.portal.access;

import java.util.UUID;

/// A rule as it is stored.
///
/// @param position its place among the rules of its subject, from 0 on; for people, the order says
///   nothing
record RuleRow(UUID id, Subject subject, int position, RuleBody body) {}
