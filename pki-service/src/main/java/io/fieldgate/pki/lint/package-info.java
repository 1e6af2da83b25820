@NullMarked
package io.fieldgate.pki.lint;

import org.jspecify.annotations.NullMarked;
