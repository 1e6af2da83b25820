package io.fieldgate.portal.fleet;

/// How a secure server is doing.
public enum SecureServerState {
    /// Wanted; its process has not reported yet.
    PROVISIONING,
    /// Its process runs and has told which revision it applied.
    RUNNING,
    /// Its process runs, but has not reported for a while or is hindered.
    DEGRADED,
    /// Not wanted any more, or on its way out.
    STOPPED,
    /// Its process cannot be started.
    FAILED
}
