package io.fieldgate.launcher;

import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The programs of the three products, as files that can be run.
///
/// @param portal the portal
/// @param pki the PKI service
/// @param secureServer the secure server
record ProductJars(Path portal, Path pki, Path secureServer) {
    /// What the build learnt of the secure server; knows its program by size and time.
    private static final String CACHE = "secure-server.aot";

    /// Where the script `fieldgate` says that they were built.
    static ProductJars asBuilt() {
        return new ProductJars(
                named("fieldgate.portal.jar"),
                named("fieldgate.pki.jar"),
                named("fieldgate.secure-server.jar"));
    }

    private static Path named(String property) {
        String path = System.getProperty(property);
        if (path == null || !Files.isRegularFile(Path.of(path))) {
            throw new Refusal(
                    "The program %s is not there. Start with the script ./fieldgate, which builds it."
                            .formatted(path == null ? property : path));
        }
        return Path.of(path);
    }

    /// Copies them to where every user can read them, and where a later build does not change them
    /// under running processes.
    ProductJars copyTo(Path runtime) {
        Path cache = secureServer.resolveSibling(CACHE);
        if (Files.isRegularFile(cache)) {
            copy(cache, runtime.resolve(CACHE));
        }
        return new ProductJars(
                copy(portal, runtime.resolve("portal-web.jar")),
                copy(pki, runtime.resolve("pki-service.jar")),
                copy(secureServer, runtime.resolve("secure-server.jar")));
    }

    private static Path copy(Path from, Path to) {
        Path draft = to.resolveSibling(to.getFileName() + ".new");
        try {
            Files.copy(
                    from,
                    draft,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
            return to;
        } catch (IOException e) {
            throw new Refusal(
                    "%s cannot be copied to %s: %s.".formatted(from, to, Machine.reason(e)), e);
        }
    }
}
