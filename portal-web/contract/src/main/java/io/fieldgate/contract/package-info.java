@NullMarked
package io.fieldgate.contract;

import org.jspecify.annotations.NullMarked;
