/// Packets on the wire: headers and bodies of control packets, their protection (tls-crypt,
/// tls-crypt-v2), handshake cookies, early negotiation and TCP framing.
///
/// Parsers are total: whatever the bytes, they return a value or a
/// [io.fieldgate.openvpn.wire.Flaw].
@NullMarked
package io.fieldgate.openvpn.wire;

import org.jspecify.annotations.NullMarked;
