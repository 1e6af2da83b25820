@NullMarked
package io.fieldgate.contract.pki;

import org.jspecify.annotations.NullMarked;
