@NullMarked
package io.fieldgate.server.session;

import org.jspecify.annotations.NullMarked;
