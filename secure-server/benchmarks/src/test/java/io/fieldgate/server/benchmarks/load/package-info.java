@NullMarked
package io.fieldgate.server.benchmarks.load;

import org.jspecify.annotations.NullMarked;
