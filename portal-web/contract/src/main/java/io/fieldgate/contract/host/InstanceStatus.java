package io.fieldgate.contract.host;

/// What the process host knows of an instance.
///
/// @param instanceId the secure server's UUID
/// @param state of the process
/// @param boundary what separates it from others, in words, such as `own process and unprivileged
///   user`
/// @param restarts how often it was started again after it died
/// @param message why it is not running, or empty
public record InstanceStatus(
        String instanceId, State state, String boundary, int restarts, String message) {
    /// The process's state.
    public enum State {
        RUNNING,
        RESTARTING,
        FAILED
    }
}
