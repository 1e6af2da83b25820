package io.fieldgate.openvpn;

/// One call into a client's session: the time, and where output goes.
record ClientTurn(long nowNanos, ClientSession.Output output) {
    void report(ClientEvent event) {
        output.report(event);
    }
}
