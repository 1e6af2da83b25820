package io.fieldgate.launcher;

import io.fieldgate.launcher.system.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// `./fieldgate COMMAND`.
///
/// Exit codes: 0 done; 1 refused, with the reason and the remedy on standard error; 2 wrong command
/// line; `status` has its own.
@Command(
        name = "fieldgate",
        description = "Fieldgate: a VPN concentrator for many tenants.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            TokenCommand.class,
            VersionCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Also, by the script itself:",
            "  test     installs what the tests need, builds and tests everything"
        })
final class Launcher {
    static final int REFUSED = 1;

    private Launcher() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Launcher());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, command, _) -> {
            if (failure instanceof Refusal refusal) {
                command.getErr().println("fieldgate: " + refusal.getMessage());
                command.getErr().flush();
                return REFUSED;
            }
            throw failure;
        });
        return commandLine;
    }
}
