package io.fieldgate.openvpn;

/// One call into a session: the time, and where output goes.
record Turn(long nowNanos, Session.Output output) {}
