/// Secure servers, nodes, clients and subnets.
@ApplicationModule(
        allowedDependencies = {"audit", "certificate", "shared", "shared :: web", "tenant"})
@NullMarked
package io.fieldgate.portal.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
