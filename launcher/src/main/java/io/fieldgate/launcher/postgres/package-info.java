/// The database: real PostgreSQL binaries, run as a child process.
@NullMarked
package io.fieldgate.launcher.postgres;

import org.jspecify.annotations.NullMarked;
