@NullMarked
package io.fieldgate.server;

import org.jspecify.annotations.NullMarked;
