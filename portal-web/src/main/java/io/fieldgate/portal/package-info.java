@NullMarked
package io.fieldgate.portal;

import org.jspecify.annotations.NullMarked;
