@NullMarked
package io.fieldgate.server.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
