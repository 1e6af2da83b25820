@NullMarked
package io.fieldgate.server.flow;

import org.jspecify.annotations.NullMarked;
