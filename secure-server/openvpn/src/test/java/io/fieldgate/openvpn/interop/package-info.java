/// Real clients against our server on loopback, and recordings of them that need no client.
@NullMarked
package io.fieldgate.openvpn.interop;

import org.jspecify.annotations.NullMarked;
