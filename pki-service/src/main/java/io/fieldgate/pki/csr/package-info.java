@NullMarked
package io.fieldgate.pki.csr;

import org.jspecify.annotations.NullMarked;
