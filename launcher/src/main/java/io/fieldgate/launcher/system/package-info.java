/// The machine below: accounts, the data folder, files written whole, ports, signals; and the
/// [io.fieldgate.launcher.system.Refusal] in which everything says what it cannot do.
@NullMarked
package io.fieldgate.launcher.system;

import org.jspecify.annotations.NullMarked;
