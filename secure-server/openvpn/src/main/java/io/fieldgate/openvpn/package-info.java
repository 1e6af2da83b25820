@NullMarked
package io.fieldgate.openvpn;

import org.jspecify.annotations.NullMarked;
