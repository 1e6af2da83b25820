@NullMarked
package io.fieldgate.server.control;

import org.jspecify.annotations.NullMarked;
