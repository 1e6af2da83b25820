/// The port to authenticated encryption: what data channels need of it, and the JDK's way to do it.
@NullMarked
package io.fieldgate.openvpn.aead;

import org.jspecify.annotations.NullMarked;
