package io.fieldgate.launcher.process;

import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How a child process is run.
///
/// @param name of the process, its log and its pid file
/// @param command arguments as they are; no shell
/// @param environment all of it besides PATH, LANG and HOME; the launcher's own is not handed on
/// @param directory where it runs, its HOME
/// @param account as whom
/// @param log what it prints
/// @param pidFile where its identity is kept
/// @param stopSignal asks it to end
/// @param stopLimit after which it is ended by force
public record ChildSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Account account,
        Path log,
        PidFile pidFile,
        int stopSignal,
        Duration stopLimit) {
    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// A child that ends on SIGTERM.
    public static ChildSpec ofJava(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Account account,
            Path log,
            PidFile pidFile) {
        return new ChildSpec(
                name,
                command,
                environment,
                directory,
                account,
                log,
                pidFile,
                Signals.TERM,
                Duration.ofSeconds(10));
    }

    /// Without arguments and environment: they can hold secrets.
    @Override
    public String toString() {
        return name;
    }
}
