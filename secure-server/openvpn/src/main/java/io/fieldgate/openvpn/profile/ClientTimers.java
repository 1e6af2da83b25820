package io.fieldgate.openvpn.profile;

import java.util.OptionalInt;

/// The timers of a client's profile, in seconds.
///
/// @param renegotiation `reneg-sec`; 0 for never by this side
/// @param handshakeWindow `hand-window`
/// @param transitionWindow `tran-window`
/// @param ping `ping` or the first value of `keepalive`, if given; the server's push goes before
/// @param pingRestart `ping-restart` or the second value of `keepalive`, if given
public record ClientTimers(
        int renegotiation,
        int handshakeWindow,
        int transitionWindow,
        OptionalInt ping,
        OptionalInt pingRestart) {}
