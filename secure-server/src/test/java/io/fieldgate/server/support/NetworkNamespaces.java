package io.fieldgate.server.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Network namespaces without a way out, and the processes in them. Needs root; all is removed in
/// the end.
public final class NetworkNamespaces implements AutoCloseable {
    private static final AtomicInteger MADE = new AtomicInteger();

    private final Path directory;
    private final Map<String, String> namespaces = new LinkedHashMap<>();
    private final List<Process> processes = new ArrayList<>();

    /// @param directory in which commands run
    public NetworkNamespaces(Path directory) {
        this.directory = directory;
    }

    /// Makes one.
    ///
    /// @param name by which the other calls know it; the host sees another
    public void add(String name) throws IOException, InterruptedException {
        String id = "fg" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
        try {
            Command.run(directory, List.of("ip", "netns", "add", id));
        } catch (IOException failed) {
            throw new IOException(
                    "no network namespace; run this as root: " + failed.getMessage(), failed);
        }
        namespaces.put(name, id);
        run(name, "ip link set lo up");
    }

    /// Joins two by a cable.
    ///
    /// @param device its name at both ends
    /// @param oneAddress with prefix length
    public void join(
            String one, String oneAddress, String other, String otherAddress, String device)
            throws IOException, InterruptedException {
        run(
                one,
                "ip link add %s type veth peer name %s netns %s"
                        .formatted(device, device, host(other)));
        run(one, "ip addr add " + oneAddress + " dev " + device);
        run(other, "ip addr add " + otherAddress + " dev " + device);
        run(one, "ip link set " + device + " up");
        run(other, "ip link set " + device + " up");
    }

    /// Runs a command of words without spaces.
    public String run(String name, String command) throws IOException, InterruptedException {
        List<String> words = inside(name);
        words.addAll(List.of(command.split(" ", -1)));
        return Command.run(directory, words);
    }

    /// Starts a process; it is ended with the namespaces.
    public Process start(String name, Path log, List<String> command) throws IOException {
        Files.deleteIfExists(log);
        return start(
                name,
                new ProcessBuilder()
                        .command(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile()));
    }

    /// Starts a process with streams as the caller wants them; it is ended with the namespaces.
    public Process start(String name, ProcessBuilder builder) throws IOException {
        List<String> words = inside(name);
        words.addAll(builder.command());
        Process process = builder.command(words).directory(directory.toFile()).start();
        processes.add(process);
        return process;
    }

    /// Makes something whose sockets belong to the namespace.
    public <T> T make(String name, Callable<T> maker) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    LibC.enter(Path.of("/run/netns", host(name)));
                    return maker.call();
                });
        Thread.ofPlatform().name("in-namespace").start(task);
        return task.get(30, TimeUnit.SECONDS);
    }

    private List<String> inside(String name) {
        return new ArrayList<>(List.of("ip", "netns", "exec", host(name)));
    }

    private String host(String name) {
        String id = namespaces.get(name);
        if (id == null) {
            throw new IllegalArgumentException("no namespace " + name);
        }
        return id;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroy);
        try {
            for (Process process : processes) {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            IOException trouble = null;
            for (String namespace : List.copyOf(namespaces.values())) {
                try {
                    Command.run(directory, List.of("ip", "netns", "del", namespace));
                } catch (IOException failed) {
                    trouble = failed; // and the others are removed all the same
                }
            }
            namespaces.clear();
            if (trouble != null) {
                throw trouble;
            }
        } catch (InterruptedException hurried) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
