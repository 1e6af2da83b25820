/// Makes the secure servers that run equal to those that are wanted.
@NullMarked
package io.fieldgate.portal.provisioning;

import org.jspecify.annotations.NullMarked;
