/// Strict checks of a peer's certificate against the one CA that may have signed it.
///
/// The bytes are read here, by the rules of DER and of RFC 5280; the JDK computes signatures only.
/// Time is an argument. What is checked and what is not: `docs/certificates.md`.
@NullMarked
package io.fieldgate.openvpn.certificate;

import org.jspecify.annotations.NullMarked;
