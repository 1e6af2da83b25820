package io.fieldgate.launcher.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The one folder in which an installation lives: names and rights of what is in it.
///
/// Secrets are in folders that only their owner opens. Run by root, the folder itself can be passed
/// through but not listed, since each child process has its own place below it.
///
/// @param root absolute
public record DataFolder(Path root) {
    /// `sun_path` of Linux holds 108 bytes with the closing zero.
    private static final int SOCKET_PATH_LIMIT = 107;

    /// `~/.fieldgate`, or `/var/lib/fieldgate` for root.
    public static DataFolder byDefault() {
        if (Machine.isRoot()) {
            return new DataFolder(Path.of("/var/lib/fieldgate"));
        }
        String home = System.getenv("HOME"); // as the shell's ~; user.home is what passwd says
        return at(Path.of(home == null ? System.getProperty("user.home") : home, ".fieldgate"));
    }

    public static DataFolder at(Path path) {
        return new DataFolder(path.toAbsolutePath().normalize());
    }

    /// Creates what is missing and sets the rights of what belongs to the launcher.
    ///
    /// @throws Refusal when it cannot be written, or its users could not reach it
    public void create() {
        if (hostSocket().toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_LIMIT) {
            throw new Refusal(
                    "The data folder's path is too long for a socket in it: %s. Choose a shorter one with --data."
                            .formatted(root));
        }
        if (Machine.isRoot()) {
            refuseWhenClosed(); // before anything is made
        }
        String open = Machine.isRoot() ? "rwx--x--x" : "rwx------";
        try {
            directory(root, open);
            directory(runtime(), "rwxr-xr-x");
            directory(run(), open);
            directory(servers(), open);
            directory(instances(), "rwx------");
            directory(logs(), "rwx------");
            directory(secrets(), "rwx------");
        } catch (IOException e) {
            throw new Refusal(
                    "The data folder %s cannot be created or written (%s). Choose another with --data, or give this user the right to write there."
                            .formatted(root, Machine.reason(e)),
                    e);
        }
        if (Machine.isRoot()) {
            refuseWhenClosed(); // what was made on the way follows the umask
        }
    }

    /// The unprivileged users pass through every folder above their own.
    private void refuseWhenClosed() {
        for (Path folder = root.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.notExists(folder)) {
                continue;
            }
            try {
                Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
                if (!rights.contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    throw new Refusal(
                            "Other users cannot pass through %s (its mode is %s), but the parts of Fieldgate run as unprivileged users. Choose a folder elsewhere, such as --data /var/lib/fieldgate, or run: chmod o+x %s"
                                    .formatted(
                                            folder, PosixFilePermissions.toString(rights), folder));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void directory(Path path, String rights) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    /// A folder below this one that belongs to one account alone.
    public Path ownedDirectory(Path path, Account owner) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        owner.own(path);
        return path;
    }

    public boolean exists() {
        return Files.isRegularFile(settings());
    }

    public Path settings() {
        return root.resolve("fieldgate.json");
    }

    public Path portalCa() {
        return root.resolve("portal-ca.pem");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path pki() {
        return root.resolve("pki");
    }

    public Path portal() {
        return root.resolve("portal");
    }

    public Path servers() {
        return root.resolve("servers");
    }

    /// What the process host remembers of each secure server; not readable by the server itself.
    public Path instances() {
        return root.resolve("instances");
    }

    public Path logs() {
        return root.resolve("log");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path runtime() {
        return root.resolve("runtime");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path hostSocket() {
        return run().resolve("host.sock");
    }

    public Path launcherToken() {
        return portal().resolve("launcher.token");
    }

    public Path pkiBootstrapSecret() {
        return pki().resolve("bootstrap.secret");
    }

    public Path portalBootstrapSecret() {
        return portal().resolve("pki-bootstrap.secret");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    public Path pidFile(String process) {
        return run().resolve(process + ".pid");
    }
}
