package io.fieldgate.launcher;

import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./fieldgate token`.
@Command(
        name = "token",
        description = "API tokens for scripts.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TokenCommand.Create.class)
final class TokenCommand {
    /// Who a token may act as.
    enum Role {
        OPERATOR,
        ADMIN,
        ENGINEER,
        VIEWER
    }

    /// `./fieldgate token create`: prints the token alone, for `TOKEN=$(...)`.
    @Command(
            name = "create",
            description = "Create an API token and print it, and nothing else.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.Provider.class)
    static final class Create implements Callable<Integer> {
        @Mixin private DataOption data = new DataOption();

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "operator, admin, engineer or viewer")
        private @Nullable Role role;

        @Option(
                names = "--tenant",
                paramLabel = "ID",
                description = "the tenant's id; needed for all roles but operator")
        private @Nullable UUID tenant;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "what it is for; default: command line")
        private String name = "command line";

        @Override
        public Integer call() throws InterruptedException {
            Role wanted = role;
            if (wanted == null) {
                throw new Refusal("Say which role: --role operator|admin|engineer|viewer");
            }
            if ((wanted == Role.OPERATOR) != (tenant == null)) {
                throw new Refusal(
                        wanted == Role.OPERATOR
                                ? "An operator belongs to no tenant; leave out --tenant."
                                : "Say which tenant: --tenant ID");
            }
            DataFolder folder = data.folder();
            Settings settings = data.settings();
            System.out.println(
                    new PortalClient(folder, settings)
                            .createToken(
                                    name,
                                    wanted.name(),
                                    tenant == null ? null : tenant.toString()));
            return 0;
        }
    }
}
