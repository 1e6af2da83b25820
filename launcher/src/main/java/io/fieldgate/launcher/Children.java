package io.fieldgate.launcher;

import io.fieldgate.launcher.process.ChildSpec;
import io.fieldgate.launcher.process.JavaCommand;
import io.fieldgate.launcher.process.PidFile;
import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How the PKI service and the portal are run.
///
/// @param data the installation
/// @param settings of it
/// @param jars in the runtime folder
record Children(DataFolder data, Settings settings, ProductJars jars) {
    private static final int PKI_HEAP_MEGABYTES = 192;
    private static final int PORTAL_HEAP_MEGABYTES = 512;

    /// The first compiler only. Measured on two cores: the portal is ready after 12 s of processor
    /// time in place of 22, the PKI service after 2.8 in place of 5.7; and no packet passes here.
    private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1");

    private static final int UNPRIVILEGED_PORTS = 1024;

    Account account(String name) {
        if (!Machine.isRoot()) {
            return new Account.Self();
        }
        Integer id = settings.users().get(name);
        if (id == null) {
            throw new Refusal(
                    "The settings file %s has no user for %s; restore it from a backup."
                            .formatted(data.settings(), name));
        }
        boolean lowPorts =
                name.equals(SettingsChoice.PORTAL) && settings.port() < UNPRIVILEGED_PORTS;
        return new Account.Unprivileged(id, lowPorts);
    }

    ChildSpec pki() {
        return java(
                SettingsChoice.PKI,
                jars.pki(),
                PKI_HEAP_MEGABYTES,
                data.pki(),
                List.of(
                        "--server.port=" + settings.pkiPort(),
                        "--server.address=127.0.0.1",
                        "--fieldgate.pki.directory=" + data.pki(),
                        "--fieldgate.pki.bootstrap-secret-file=" + data.pkiBootstrapSecret()),
                Map.of());
    }

    ChildSpec portal(DatabaseAccess database) {
        return java(
                SettingsChoice.PORTAL,
                jars.portal(),
                PORTAL_HEAP_MEGABYTES,
                data.portal(),
                List.of(
                        "--server.port=" + settings.port(),
                        "--fieldgate.public-host=" + settings.host(),
                        "--fieldgate.control-port=" + settings.controlPort(),
                        "--fieldgate.directory=" + data.portal(),
                        "--fieldgate.pki-url=https://127.0.0.1:" + settings.pkiPort(),
                        "--fieldgate.root-certificate=" + data.portalCa(),
                        "--fieldgate.pki-bootstrap-secret-file=" + data.portalBootstrapSecret(),
                        "--fieldgate.host-socket=" + data.hostSocket(),
                        "--fieldgate.vpn-ports=" + settings.vpnPorts(),
                        "--fieldgate.launcher-token-file=" + data.launcherToken()),
                Map.of(
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", database.user(),
                        "SPRING_DATASOURCE_PASSWORD", database.password()));
    }

    private ChildSpec java(
            String name,
            Path jar,
            int heapMegabytes,
            Path directory,
            List<String> arguments,
            Map<String, String> environment) {
        Account account = account(name);
        try {
            Path temporary =
                    data.ownedDirectory(
                            data.ownedDirectory(directory, account).resolve("tmp"), account);
            return ChildSpec.ofJava(
                    name,
                    new JavaCommand(jar, heapMegabytes, temporary).with(FAST_START, arguments),
                    environment,
                    directory,
                    account,
                    data.log(name),
                    new PidFile(data.pidFile(name)));
        } catch (IOException e) {
            throw new Refusal(
                    "The folder %s cannot be made: %s.".formatted(directory, Machine.reason(e)), e);
        }
    }
}
