/// The secure server beside the stock server: both in turn under the same load, in network
/// namespaces without a way out. Run by `./fieldgate bench`.
@NullMarked
package io.fieldgate.server.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
