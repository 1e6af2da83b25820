@NullMarked
package io.fieldgate.server.policy;

import org.jspecify.annotations.NullMarked;
