/// Secure servers, nodes, clients and subnets.
@NullMarked
package io.fieldgate.portal.fleet;

import org.jspecify.annotations.NullMarked;
