@NullMarked
package io.fieldgate.pki.journal;

import org.jspecify.annotations.NullMarked;
