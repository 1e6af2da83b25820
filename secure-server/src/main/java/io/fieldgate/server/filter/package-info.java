@NullMarked
package io.fieldgate.server.filter;

import org.jspecify.annotations.NullMarked;
