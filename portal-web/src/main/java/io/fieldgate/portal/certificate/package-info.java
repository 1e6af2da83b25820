/// Certificates and keys: ordered from the PKI service, accepted, revoked, put into profiles.
@NullMarked
package io.fieldgate.portal.certificate;

import org.jspecify.annotations.NullMarked;
