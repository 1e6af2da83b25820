@NullMarked
package io.fieldgate.pki.http;

import org.jspecify.annotations.NullMarked;
