package io.fieldgate.openvpn.fuzz;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs Jazzer on one target or on all, one after the other: what `./fieldgate fuzz` starts.
///
/// Arguments: the module's folder, a target or `all`, seconds for each, `keep` to make what is
/// worth keeping the new stored corpus. Ends with 1 if a target failed; the input that did it is in
/// `target/fuzz/TARGET/found`.
public final class FuzzCommand {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

    private FuzzCommand() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path module = Path.of(arguments[0]);
        boolean keep = List.of(arguments).contains("keep");
        List<String> failed = new ArrayList<>();
        for (FuzzTargets target : targets(arguments[1])) {
            Path folder = module.resolve("target/fuzz/" + target);
            Path corpus = folder.resolve("corpus");
            Corpus.unpack(target, corpus);
            Files.createDirectories(folder.resolve("found"));
            System.out.printf("== %s, %s s%n", target, arguments[2]);
            int result = fuzz(target, folder, List.of("-max_total_time=" + arguments[2], "corpus"));
            if (result != 0) {
                failed.add(target.name());
            } else if (keep) {
                merge(target, folder, module);
            }
        }
        if (!failed.isEmpty()) {
            System.out.println("failed: " + String.join(", ", failed));
            System.exit(1);
        }
        System.out.println("no target failed");
    }

    private static List<FuzzTargets> targets(String name) {
        if (name.equals("all")) {
            return List.of(FuzzTargets.values());
        }
        try {
            return List.of(FuzzTargets.valueOf(name.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            System.out.println("no such target: " + name + "; there are");
            for (FuzzTargets target : FuzzTargets.values()) {
                System.out.println("  " + target);
            }
            System.exit(2);
            return List.of();
        }
    }

    private static void merge(FuzzTargets target, Path folder, Path module)
            throws IOException, InterruptedException {
        Path merged = folder.resolve("merged");
        Files.createDirectories(merged);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(merged)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        if (fuzz(target, folder, List.of("-merge=1", "merged", "corpus")) == 0) {
            System.out.printf("kept %d inputs%n", Corpus.pack(target, merged, module));
        }
    }

    private static int fuzz(FuzzTargets target, Path folder, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JAZZER,
                        "--target_class=" + target.type().getName(),
                        "--instrumentation_includes=io.fieldgate.openvpn.**",
                        "--custom_hook_includes=io.fieldgate.none.**",
                        "--disabled_hooks=*",
                        "-artifact_prefix=found/",
                        "-max_len=4096",
                        "-len_control=0",
                        "-timeout=20",
                        "-print_final_stats=1"));
        command.addAll(options);
        return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    }
}
