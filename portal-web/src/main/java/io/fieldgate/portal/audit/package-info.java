/// Who did what: an append-only record.
@ApplicationModule(allowedDependencies = {"shared"})
@NullMarked
package io.fieldgate.portal.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
