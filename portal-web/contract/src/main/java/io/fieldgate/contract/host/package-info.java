@NullMarked
package io.fieldgate.contract.host;

import org.jspecify.annotations.NullMarked;
