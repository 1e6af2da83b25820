/// Test vectors that others wrote, against the JDK's algorithms as this library uses them.
@NullMarked
package io.fieldgate.openvpn.vectors;

import org.jspecify.annotations.NullMarked;
