/// Organisations: each owns its secure servers, nodes and clients.
@NullMarked
package io.fieldgate.portal.tenant;

import org.jspecify.annotations.NullMarked;
