/// Calls into C libraries.
@NullMarked
package io.fieldgate.server.cfunction;

import org.jspecify.annotations.NullMarked;
