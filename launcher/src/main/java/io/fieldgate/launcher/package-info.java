@NullMarked
package io.fieldgate.launcher;

import org.jspecify.annotations.NullMarked;
