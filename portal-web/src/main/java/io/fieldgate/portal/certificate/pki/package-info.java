/// The portal's line to the PKI service, and who the portal is on it.
@NullMarked
package io.fieldgate.portal.certificate.pki;

import org.jspecify.annotations.NullMarked;
