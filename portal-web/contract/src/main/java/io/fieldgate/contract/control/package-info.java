@NullMarked
package io.fieldgate.contract.control;

import org.jspecify.annotations.NullMarked;
