package io.fieldgate.contract.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Options of the JVM of a secure server, of which a host has many: small, and quick to start.
public final class ServerOptions {
    /// Beside the program; made when it was built, by a rehearsal.
    private static final String CACHE = "secure-server.aot";

    /// Of the launcher's own environment; what they say is in docs/operating.md.
    private static final List<String> HANDED_ON =
            List.of("FIELDGATE_UDP", "FIELDGATE_AEAD", "FIELDGATE_KEYS", "FIELDGATE_WORKERS");

    /// What packets pass through, as compiler commands name classes.
    private static final List<String> BUSY =
            List.of(
                    "io.fieldgate.*",
                    "java.nio.*",
                    "java.lang.foreign.*",
                    "java.lang.invoke.*",
                    "jdk.internal.foreign.*",
                    "jdk.internal.misc.*",
                    "sun.nio.ch.*");

    private ServerOptions() {}

    /// The environment of a secure server.
    ///
    /// @param own the launcher's
    public static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MALLOC_ARENA_MAX", "1");
        for (String name : HANDED_ON) {
            String value = own.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        return Map.copyOf(environment);
    }

    /// @param heapMegabytes also the limit of memory outside the heap
    public static List<String> of(Path serverJar, int heapMegabytes) {
        List<String> options = new ArrayList<>();
        options.add("-XX:MaxDirectMemorySize=" + heapMegabytes + "m");
        options.add("-XX:+UseCompactObjectHeaders");
        // Otherwise the heap begins with a share of the host's memory, and is touched.
        options.add("-Xms8m");
        // What the compilers needed goes back to the host.
        options.add("-XX:TrimNativeHeapInterval=5000");
        options.add("-XX:+UnlockDiagnosticVMOptions");
        // A server at rest rests; the JVM would look for unused monitors four times a second.
        options.add("-XX:AsyncDeflationInterval=5000");
        options.addAll(compilation());
        Path cache = serverJar.resolveSibling(CACHE);
        if (Files.isReadable(cache)) {
            // One that does not fit this JVM any more is passed over by it.
            options.add("-XX:AOTCache=" + cache);
            // The cache at the address it was made for: its pages stay shared between servers.
            options.add("-XX:ArchiveRelocationMode=0");
            options.add("-Xlog:aot*=off,cds*=off");
        }
        // Without root the JVM would warn that its own threads cannot come first. Last, so that a
        // word about an option that is no more is still heard.
        options.add("-XX:-PrintWarnings");
        return List.copyOf(options);
    }

    /// The compilers do half of the work of a start. So methods must be called five times as often
    /// as usual before they are compiled, but not those that packets pass through.
    private static List<String> compilation() {
        List<String> options = new ArrayList<>();
        // What waits for a processor comes before what may be faster later.
        options.add("-XX:ThreadPriorityPolicy=1");
        options.add("-XX:CompilerThreadPriority=10");
        options.add("-XX:CompileThresholdScaling=5");
        options.add("-XX:CompileCommand=quiet");
        for (String classes : BUSY) {
            options.add("-XX:CompileCommand=CompileThresholdScaling," + classes + "::*,0.2");
        }
        return options;
    }
}
