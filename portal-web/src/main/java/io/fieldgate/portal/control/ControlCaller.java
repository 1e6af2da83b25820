package io.fieldgate.portal.control;

import java.util.UUID;

/// The secure server that makes a call, known by its client certificate.
record ControlCaller(UUID secureServerId, UUID tenantId) {}
