/// What an installation remembers: addresses, ports, users, secrets.
@NullMarked
package io.fieldgate.launcher.settings;

import org.jspecify.annotations.NullMarked;
