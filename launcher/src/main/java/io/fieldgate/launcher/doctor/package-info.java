/// Checks of the machine, each with its remedy.
@NullMarked
package io.fieldgate.launcher.doctor;

import org.jspecify.annotations.NullMarked;
