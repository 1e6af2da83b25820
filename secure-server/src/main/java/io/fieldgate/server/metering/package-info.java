@NullMarked
package io.fieldgate.server.metering;

import org.jspecify.annotations.NullMarked;
