/// The data channel: keys, sealing and opening of data packets, pings, and the MSS clamp.
@NullMarked
package io.fieldgate.openvpn.data;

import org.jspecify.annotations.NullMarked;
