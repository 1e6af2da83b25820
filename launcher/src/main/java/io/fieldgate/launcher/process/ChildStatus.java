package io.fieldgate.launcher.process;

/// What is known of a child process.
///
/// @param name of the process
/// @param state now
/// @param pid of the running process; 0 when none runs
/// @param restarts how often it was started again after it died
/// @param message why it does not run, or empty
public record ChildStatus(String name, State state, long pid, int restarts, String message) {
    /// `STOPPED -> RUNNING <-> WAITING`, `WAITING <-> FAILING`, and back to `STOPPED` on request.
    public enum State {
        /// Not asked to run.
        STOPPED,
        RUNNING,
        /// Died; started again after a pause.
        WAITING,
        /// Died again and again soon after its start; still started again after pauses.
        FAILING
    }
}
