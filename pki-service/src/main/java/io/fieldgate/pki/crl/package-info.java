@NullMarked
package io.fieldgate.pki.crl;

import org.jspecify.annotations.NullMarked;
