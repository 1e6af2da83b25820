package io.fieldgate.server.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A bound on how much of a processor a process gets, as containers and pods have it, but in
/// shorter turns: a control group of its own (cgroups(7)), of either version.
final class ProcessorShare {
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 10_000;

    private final Path group;

    private ProcessorShare(Path group) {
        this.group = group;
    }

    /// @param percent of one processor, in each hundredth of a second
    static ProcessorShare limit(long pid, int percent) throws IOException {
        int quota = PERIOD_MICROS * percent / 100;
        String name = "fieldgate-bench-" + pid;
        Path parent = CONTROL_GROUPS.resolve("cpu");
        boolean second = !Files.exists(parent.resolve("cpu.shares"));
        if (second) {
            parent = CONTROL_GROUPS;
            takeControl(parent);
        }
        ProcessorShare share = new ProcessorShare(Files.createDirectory(parent.resolve(name)));
        try {
            if (second) {
                share.write("cpu.max", quota + " " + PERIOD_MICROS);
            } else {
                share.write("cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
                share.write("cpu.cfs_quota_us", Integer.toString(quota));
            }
            share.write("cgroup.procs", Long.toString(pid));
            return share;
        } catch (IOException failed) {
            share.remove();
            throw failed;
        }
    }

    private static void takeControl(Path root) throws IOException {
        try {
            Files.writeString(
                    root.resolve("cgroup.subtree_control"), "+cpu", StandardOpenOption.WRITE);
        } catch (IOException missing) {
            throw new IOException(
                    "a process cannot be limited to a share of a processor; run this as root,"
                            + " outside"
                            + " of containers, where %s has the controller \"cpu\": %s"
                                    .formatted(root, missing.getMessage()),
                    missing);
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(group.resolve(file), text, StandardOpenOption.WRITE);
    }

    /// Once the process has ended.
    void remove() throws IOException {
        Files.deleteIfExists(group);
    }
}
