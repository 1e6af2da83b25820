/// What tests of the secure server share: a small certification authority, a portal's control
/// endpoint and stock OpenVPN clients, all real.
@NullMarked
package io.fieldgate.server.support;

import org.jspecify.annotations.NullMarked;
