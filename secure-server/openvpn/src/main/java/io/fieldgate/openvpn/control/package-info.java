/// The control channel: reliability layer, TLS, key method 2 and the messages inside TLS.
///
/// For the session state machines of this library; not for shells.
@NullMarked
package io.fieldgate.openvpn.control;

import org.jspecify.annotations.NullMarked;
