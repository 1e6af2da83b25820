/// What all modules share: refusals, scopes, names, pages of collections, settings.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.fieldgate.portal.shared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
