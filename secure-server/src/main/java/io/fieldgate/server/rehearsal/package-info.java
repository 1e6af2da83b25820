/// A tunnel from end to end inside one process: shows that a host can run a secure server, and
/// teaches the JVM what one does, so that the next starts faster.
@NullMarked
package io.fieldgate.server.rehearsal;

import org.jspecify.annotations.NullMarked;
