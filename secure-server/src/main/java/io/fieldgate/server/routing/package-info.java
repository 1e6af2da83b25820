@NullMarked
package io.fieldgate.server.routing;

import org.jspecify.annotations.NullMarked;
