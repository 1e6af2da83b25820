/// The OpenVPN protocol as a library: what its callers see.
///
/// No sockets, files, threads, clock or logging here: time is an argument, output is a sink,
/// randomness is handed in. Whoever owns the sockets (the shell) gives packets to a [Session] or,
/// when no session knows them, to the [ServerGate].
@NullMarked
package io.fieldgate.openvpn;

import org.jspecify.annotations.NullMarked;
