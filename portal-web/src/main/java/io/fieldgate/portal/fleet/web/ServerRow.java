package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;

/// A secure server in its tenant's list.
record ServerRow(String id, String name, Badge state, String mode, String dialIn) {}
