/// Profiles (`.ovpn` files): [Profile] writes them for stock OpenVPN 2.4 to 2.7 and OpenVPN 3,
/// [ProfileReader] reads anybody's.
///
/// In a profile that we write every field has a type with a grammar of its own. There is no way to
/// bring free text, such as a person's or a node's name, into it; the one text for people, that of
/// a [StaticChallenge], is always a single quoted word.
///
/// In a profile that we read every directive is used, reported as not used, or refused by name; no
/// program is ever run and no other file read.
@NullMarked
package io.fieldgate.openvpn.profile;

import org.jspecify.annotations.NullMarked;
