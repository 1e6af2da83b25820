/// Organisations: each owns its secure servers, nodes and clients.
@ApplicationModule(allowedDependencies = {"audit", "shared", "shared :: web"})
@NullMarked
package io.fieldgate.portal.tenant;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
