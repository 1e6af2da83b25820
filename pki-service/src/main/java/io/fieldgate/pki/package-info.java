@NullMarked
package io.fieldgate.pki;

import org.jspecify.annotations.NullMarked;
