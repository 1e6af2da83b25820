package io.fieldgate.launcher;

import io.fieldgate.launcher.RunningStatus.Phase;
import io.fieldgate.launcher.doctor.Finding;
import io.fieldgate.launcher.doctor.InstallationChecks;
import io.fieldgate.launcher.doctor.InstallationClock;
import io.fieldgate.launcher.doctor.MachineChecks;
import io.fieldgate.launcher.settings.HostName;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.settings.SettingsFile;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./fieldgate up`: starts the installation and stays its supervisor until Ctrl-C, SIGTERM or
/// `down`; with `--detach` in the background.
@Command(
        name = "up",
        description =
                "Start Fieldgate: database, PKI service, portal, secure servers. Settings are"
                        + " remembered.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class)
final class UpCommand implements Callable<Integer> {
    private static final String DATABASE_VARIABLE = "FIELDGATE_DATABASE";

    @Mixin private DataOption data = new DataOption();

    @Option(
            names = "--host",
            paramLabel = "NAME_OR_ADDRESS",
            description =
                    "what browsers, nodes and clients dial; default: this machine's address towards"
                            + " the network")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the portal's HTTPS port; default: 8443")
    private @Nullable Integer port;

    @Option(
            names = "--vpn-ports",
            paramLabel = "FIRST-LAST",
            description = "UDP and TCP ports for secure servers; default: 1194-1693")
    private @Nullable String vpnPorts;

    @Option(
            names = "--database",
            paramLabel = "JDBC_URL",
            description = {
                "a PostgreSQL server of your own (16 or newer):",
                "jdbc:postgresql://HOST:PORT/NAME?user=USER&password=PASSWORD",
                "(also by the environment variable FIELDGATE_DATABASE, which other users of the"
                        + " machine do not see); 'embedded' goes back to the one that is built in"
            })
    private @Nullable String database;

    @Option(
            names = "--detach",
            description = "run in the background; returns when the portal answers")
    private boolean detach;

    /// The background half of `--detach`.
    @Option(names = "--background", hidden = true)
    private boolean background;

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        requireHealthy(folder);
        folder.create();
        UpOptions options = new UpOptions(host, port, vpnPorts, saidDatabase());
        if (detach) {
            InstallationLock.refuseIfTaken(folder);
            Background.start(folder, options);
            announce(folder, new SettingsFile(folder).read().orElseThrow());
            System.out.println("  Stop it     ./fieldgate down --data " + folder.root());
            return 0;
        }
        try (InstallationLock _ = InstallationLock.acquire(folder)) {
            supervise(folder, options);
        }
        return 0;
    }

    private @Nullable String saidDatabase() {
        String said = database;
        return said != null ? said : System.getenv(DATABASE_VARIABLE);
    }

    private static void requireHealthy(DataFolder folder) {
        List<Finding> findings = new ArrayList<>(MachineChecks.needed());
        findings.add(new InstallationChecks(folder, new SettingsFile(folder).read(), false).disk());
        new InstallationClock(folder).finding(Instant.now()).ifPresent(findings::add);
        List<String> complaints =
                findings.stream()
                        .filter(finding -> !finding.passed())
                        .map(f -> "%s: %s. %s".formatted(f.subject(), f.found(), f.remedy()))
                        .toList();
        if (!complaints.isEmpty()) {
            throw new Refusal(String.join("\n", complaints));
        }
    }

    private void supervise(DataFolder folder, UpOptions options) throws InterruptedException {
        Leftovers.end(folder); // they may hold the remembered ports
        Settings settings = new SettingsChoice(folder, System.out::println).decide(options);
        Supervisor supervisor =
                new Supervisor(folder, settings, ProductJars.asBuilt(), System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(supervisor, folder)));
        try {
            supervisor.start();
        } catch (Refusal e) {
            boolean _ = supervisor.stop(Phase.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
        if (background) {
            System.out.println("Fieldgate is ready at " + settings.address());
        } else {
            announce(folder, settings);
            System.out.println("  Stop it     Ctrl-C");
        }
        System.out.flush();
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(1, TimeUnit.MINUTES)) {
            Thread.onSpinWait(); // until a signal ends the process
        }
    }

    private static void end(Supervisor supervisor, DataFolder folder) {
        try {
            if (supervisor.stop(Phase.STOPPING, "")) {
                RunningStatus.delete(folder);
                System.out.println("Fieldgate has stopped.");
            }
        } catch (InterruptedException | IOException e) {
            System.err.println("fieldgate: not stopped in order: " + e.getMessage());
        }
    }

    private static void announce(DataFolder folder, Settings settings) throws InterruptedException {
        Optional<String> link = new PortalClient(folder, settings).setupLink();
        System.out.println();
        System.out.println("Fieldgate " + Version.builtIn().fieldgate() + " is ready.");
        System.out.println("  Portal      " + settings.address());
        if (link.isPresent()) {
            System.out.println(
                    "  Set it up   "
                            + link.get()
                            + "  (works once; whoever uses it is the operator)");
        }
        System.out.println(
                "  Trust       "
                        + folder.portalCa()
                        + "  (the certificate authority to add to your browser)");
        System.out.println("  Data        " + folder.root());
        if (HostName.parse(settings.host()).onlyThisMachine()) {
            System.out.println(
                    "  Only this machine can dial '%s'. For nodes and clients elsewhere: ./fieldgate up --host NAME_OR_ADDRESS"
                            .formatted(settings.host()));
        } else {
            System.out.println(
                    "  Dialled as  %s  (browsers, nodes and clients; another name or address: ./fieldgate up --host ...)"
                            .formatted(settings.host()));
        }
    }
}
