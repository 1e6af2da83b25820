@NullMarked
package io.fieldgate.server.log;

import org.jspecify.annotations.NullMarked;
