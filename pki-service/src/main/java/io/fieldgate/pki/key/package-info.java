@NullMarked
package io.fieldgate.pki.key;

import org.jspecify.annotations.NullMarked;
