/// The load generator: a process that dials in as many clients and sends packets from one to
/// another. It reads commands from standard input and answers each with one line.
@NullMarked
package io.fieldgate.server.benchmarks.load;

import org.jspecify.annotations.NullMarked;
