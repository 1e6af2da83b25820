/// Writes profiles (`.ovpn` files) for stock OpenVPN 2.5 to 2.7 and OpenVPN 3.
///
/// Every field has a type with a grammar of its own. There is no way to bring free text, such as a
/// person's or a node's name, into a profile.
@NullMarked
package io.fieldgate.openvpn.profile;

import org.jspecify.annotations.NullMarked;
