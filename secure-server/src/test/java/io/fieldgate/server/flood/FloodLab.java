package io.fieldgate.server.flood;

import io.fieldgate.server.support.Command;
import io.fieldgate.server.support.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Two network namespaces, joined by one cable and with nothing else: a server's, and one with the
/// attacker and the honest clients. Made for one test and removed with all processes in it.
final class FloodLab implements AutoCloseable {
    static final String SERVER = "10.99.0.1";
    static final int PORT = 1194;
    static final String SPOOFED = "10.128.0.0/9";

    private static final String OUTSIDE = "10.99.0.2";
    private static final AtomicInteger LABS = new AtomicInteger();
    private static final Pattern BYTES = Pattern.compile("packets (\\d+) bytes (\\d+)");

    private final Path directory;
    private final String server;
    private final String outside;
    private final List<Process> processes = new ArrayList<>();

    FloodLab(Path directory) throws Exception {
        this.directory = directory;
        String id = "fg" + ProcessHandle.current().pid() + "-" + LABS.incrementAndGet();
        server = id + "s";
        outside = id + "o";
        try {
            build();
        } catch (IOException failed) {
            close();
            throw new IOException(
                    "no namespaces; the tests of floods must run as root: " + failed.getMessage(),
                    failed);
        }
    }

    private void build() throws Exception {
        Command.run(directory, List.of("ip", "netns", "add", server));
        Command.run(directory, List.of("ip", "netns", "add", outside));
        inServer("ip link set lo up");
        inside(outside, "ip link set lo up");
        inServer("ip link add eth0 type veth peer name eth0 netns " + outside);
        inServer("ip addr add " + SERVER + "/30 dev eth0");
        inside(outside, "ip addr add " + OUTSIDE + "/30 dev eth0");
        inServer("ip link set eth0 up");
        inside(outside, "ip link set eth0 up");
        // Answers to the made-up addresses go over the cable and end there.
        inServer("ip route add " + SPOOFED + " via " + OUTSIDE);
        inServer("nft add table inet flood");
        count("received", "input", "ip saddr " + SPOOFED);
        count("sent", "output", "ip daddr " + SPOOFED);
    }

    private void count(String name, String hook, String match) throws Exception {
        inServer("nft add counter inet flood " + name);
        inServer(
                "nft add chain inet flood "
                        + name
                        + " { type filter hook "
                        + hook
                        + " priority 0 ; }");
        inServer("nft add rule inet flood " + name + " " + match + " counter name " + name);
    }

    /// A client's profile for a server in here.
    static String profile(Tenant tenant, Tenant.Member member) throws IOException {
        return tenant.profile(member, "udp", PORT).replace("remote 127.0.0.1", "remote " + SERVER);
    }

    /// IP bytes that the server's namespace got from, or sent to, the made-up addresses.
    ///
    /// @param name `received` or `sent`
    Traffic traffic(String name) throws Exception {
        Matcher matcher = BYTES.matcher(inServer("nft list counter inet flood " + name));
        if (!matcher.find()) {
            throw new IOException("no counter " + name);
        }
        return new Traffic(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    record Traffic(long packets, long bytes) {
        Traffic minus(Traffic before) {
            return new Traffic(packets - before.packets, bytes - before.bytes);
        }
    }

    /// Datagrams that did not fit into the server's socket so far.
    long socketOverflows() throws Exception {
        List<String[]> udp =
                inServer("cat /proc/net/snmp")
                        .lines()
                        .filter(line -> line.startsWith("Udp:"))
                        .map(line -> line.split(" ", -1))
                        .toList();
        return Long.parseLong(udp.get(1)[List.of(udp.get(0)).indexOf("RcvbufErrors")]);
    }

    /// Runs a command of words without spaces beside the server.
    String inServer(String command) throws Exception {
        return inside(server, command);
    }

    String outside(String command) throws Exception {
        return inside(outside, command);
    }

    private String inside(String namespace, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(List.of(command.split(" ", -1)));
        return Command.run(directory, words);
    }

    Process startServer(Path log, List<String> command) throws IOException {
        return start(server, log, command);
    }

    Process startOutside(Path log, List<String> command) throws IOException {
        return start(outside, log, command);
    }

    private Process start(String namespace, Path log, List<String> command) throws IOException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        Files.deleteIfExists(log);
        Process process =
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        processes.add(process);
        return process;
    }

    /// Makes something whose sockets belong to the server's namespace.
    <T> T besideServer(Callable<T> maker) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    LibC.enter(Path.of("/run/netns", server));
                    return maker.call();
                });
        Thread.ofPlatform().name("in-namespace").start(task);
        return task.get(30, TimeUnit.SECONDS);
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
            for (String namespace : List.of(server, outside)) {
                if (Files.exists(Path.of("/run/netns", namespace))) {
                    Command.run(directory, List.of("ip", "netns", "del", namespace));
                }
            }
        } catch (InterruptedException hurried) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
