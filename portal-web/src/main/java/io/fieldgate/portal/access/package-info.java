/// Who may reach what: devices, groups, rules, and why something cannot be reached.
@ApplicationModule(allowedDependencies = {"audit", "fleet", "shared", "shared :: web", "tenant"})
@NullMarked
package io.fieldgate.portal.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
