@NullMarked
package io.fieldgate.server.net;

import org.jspecify.annotations.NullMarked;
