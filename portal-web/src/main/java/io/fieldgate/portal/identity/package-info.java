/// Who may sign in and what they may do: operator account, set-up link, API tokens.
@ApplicationModule(allowedDependencies = {"audit", "shared", "shared :: web", "tenant"})
@NullMarked
package io.fieldgate.portal.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
