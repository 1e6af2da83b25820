package io.fieldgate.launcher.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Options of the JVM of a secure server, of which a host has many: small, and quick to start.
final class ServerOptions {
    /// Beside the program; made when it was built, by a rehearsal.
    private static final String CACHE = "secure-server.aot";

    private ServerOptions() {}

    /// @param heapMegabytes also the limit of memory outside the heap
    static List<String> of(Path serverJar, int heapMegabytes) {
        List<String> options = new ArrayList<>();
        options.add("-XX:MaxDirectMemorySize=" + heapMegabytes + "m");
        options.add("-XX:+UseCompactObjectHeaders");
        Path cache = serverJar.resolveSibling(CACHE);
        if (Files.isReadable(cache)) {
            // One that does not fit this JVM any more is passed over by it.
            options.add("-XX:AOTCache=" + cache);
            options.add("-Xlog:aot*=off,cds*=off");
        }
        return List.copyOf(options);
    }
}
