/// The portal's HTTPS certificate and its two ports.
@NullMarked
package io.fieldgate.portal.certificate.tls;

import org.jspecify.annotations.NullMarked;
