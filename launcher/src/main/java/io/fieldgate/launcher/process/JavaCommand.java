package io.fieldgate.launcher.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a Java child: the JDK that runs the launcher, a bounded heap, and an end
/// with a code (and so a restart) when the heap is full.
///
/// @param jar what to run
/// @param heapMegabytes limit of the heap, mebibytes
/// @param temporary folder for temporary files, the child's own
public record JavaCommand(Path jar, int heapMegabytes, Path temporary) {
    /// The program that runs this very process.
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public List<String> with(List<String> more, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-Xss512k");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:-UsePerfData");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=" + temporary.resolve("hs_err_%p.log"));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(more);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
