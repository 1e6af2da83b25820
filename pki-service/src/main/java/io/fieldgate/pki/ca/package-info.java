@NullMarked
package io.fieldgate.pki.ca;

import org.jspecify.annotations.NullMarked;
