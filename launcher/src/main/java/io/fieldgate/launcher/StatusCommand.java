package io.fieldgate.launcher;

import io.fieldgate.launcher.RunningStatus.Phase;
import io.fieldgate.launcher.process.ChildStatus;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.system.DataFolder;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./fieldgate status`. Exit code: 0 all runs, 1 something does not, 3 not running.
@Command(
        name = "status",
        description = {
            "Show processes, ports, address and versions.",
            "Exit code: 0 all runs, 1 something does not, 3 not running."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class)
final class StatusCommand implements Callable<Integer> {
    private static final int DEGRADED = 1;
    private static final int NOT_RUNNING = 3;
    private static final int READY = 200;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = data.folder();
        Settings settings = data.settings();
        Optional<RunningStatus> running = RunningStatus.ofLiving(folder);
        if (running.isEmpty()) {
            System.out.println("Fieldgate is not running on " + folder.root());
            RunningStatus.read(folder)
                    .filter(last -> last.phase() == Phase.FAILED)
                    .ifPresent(last -> System.out.println("The last start: " + last.message()));
            return NOT_RUNNING;
        }
        RunningStatus status = running.get();
        boolean answers = portalAnswers(folder, settings);
        System.out.println(
                "Fieldgate %s  %s  %s"
                        .formatted(status.version(), status.address(), word(status, answers)));
        System.out.println(
                "Ports       portal %d, control link %d, PKI %d, %s, VPN %s"
                        .formatted(
                                settings.port(),
                                settings.controlPort(),
                                settings.pkiPort(),
                                settings.database() == Settings.Database.EMBEDDED
                                        ? "PostgreSQL " + settings.postgresPort()
                                        : "external database",
                                settings.vpnPorts()));
        System.out.println("Data        " + folder.root());
        System.out.println("Processes");
        System.out.println("  launcher  running  pid " + status.launcher().pid());
        status.processes().forEach(StatusCommand::print);
        boolean allRun =
                status.processes().stream().allMatch(p -> p.state() == ChildStatus.State.RUNNING);
        return allRun && answers && status.phase() == Phase.READY ? 0 : DEGRADED;
    }

    private static String word(RunningStatus status, boolean answers) {
        return switch (status.phase()) {
            case READY -> answers ? "ready" : "running, but the portal is not ready";
            case STARTING -> "starting: " + status.message();
            case STOPPING -> "stopping";
            case FAILED -> "failed: " + status.message();
        };
    }

    private static boolean portalAnswers(DataFolder folder, Settings settings)
            throws InterruptedException {
        try (LocalHttps portal = new LocalHttps(settings.port(), folder.portalCa())) {
            return portal.get("/actuator/health/readiness") == READY;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void print(ChildStatus process) {
        System.out.println(
                "  %s  %s%s%s%s"
                        .formatted(
                                process.name(),
                                process.state().name().toLowerCase(Locale.ROOT),
                                process.pid() > 0 ? "  pid " + process.pid() : "",
                                process.restarts() > 0 ? "  restarts " + process.restarts() : "",
                                process.message().isEmpty() ? "" : "  " + process.message()));
    }
}
