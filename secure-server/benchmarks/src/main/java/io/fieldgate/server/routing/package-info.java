/// Benchmarks of what the router keeps to itself.
@NullMarked
package io.fieldgate.server.routing;

import org.jspecify.annotations.NullMarked;
