package io.fieldgate.launcher;

import io.fieldgate.launcher.doctor.Finding;
import io.fieldgate.launcher.doctor.InstallationChecks;
import io.fieldgate.launcher.doctor.MachineChecks;
import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.settings.SettingsFile;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./fieldgate doctor`: what is missing, and the remedy. Exit code 1 when something is.
@Command(
        name = "doctor",
        description =
                "Check this machine and the installation; says what is missing, and the remedy.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class)
final class DoctorCommand implements Callable<Integer> {
    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        List<Finding> findings = new ArrayList<>(MachineChecks.all());
        Optional<Settings> settings = Optional.empty();
        try {
            settings = new SettingsFile(folder).read();
            findings.add(
                    Finding.passed(
                            "settings",
                            settings.isPresent() ? folder.settings().toString() : "none yet"));
        } catch (Refusal e) {
            findings.add(
                    Finding.failed(
                            "settings", String.valueOf(e.getMessage()), "Put the file right."));
        }
        boolean running = RunningStatus.ofLiving(folder).isPresent();
        findings.addAll(new InstallationChecks(folder, settings, running).all());
        settings.filter(known -> known.database() == Settings.Database.EXTERNAL)
                .ifPresent(_ -> findings.add(database(folder)));
        findings.forEach(DoctorCommand::print);
        long failed = findings.stream().filter(finding -> !finding.passed()).count();
        System.out.println(
                failed == 0 ? "All is well." : failed + " of " + findings.size() + " failed.");
        return failed == 0 ? 0 : Launcher.REFUSED;
    }

    private static Finding database(DataFolder folder) {
        try {
            DatabaseAccess access =
                    new SettingsChoice(folder, System.out::println).externalDatabase();
            try (Connection connection = access.connect()) {
                return Finding.passed(
                        "database",
                        access
                                + ", PostgreSQL "
                                + connection.getMetaData().getDatabaseMajorVersion());
            }
        } catch (SQLException | Refusal e) {
            return Finding.failed(
                    "database",
                    String.valueOf(e.getMessage()),
                    "Start it, or say where it is: ./fieldgate up --database JDBC_URL");
        }
    }

    private static void print(Finding finding) {
        System.out.println(
                "%s  %-12s %s"
                        .formatted(
                                finding.passed() ? "pass" : "FAIL",
                                finding.subject(),
                                finding.found()));
        if (!finding.passed()) {
            System.out.println("      remedy:      " + finding.remedy());
        }
    }
}
