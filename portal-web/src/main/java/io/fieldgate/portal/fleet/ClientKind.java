package io.fieldgate.portal.fleet;

/// Who uses a client.
public enum ClientKind {
    /// An engineer's laptop or phone.
    PERSON,
    /// A machine that runs by itself, such as a SCADA server.
    MACHINE
}
