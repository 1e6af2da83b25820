package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.server.support.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/// The namespaces: one for each server, one for all clients, with a cable from each server to the
/// clients and no way out. Servers run on some processors, all else on another.
final class Lab implements AutoCloseable {
    private final NetworkNamespaces namespaces;
    private final Set<String> clients = new HashSet<>();
    private final List<ProcessorShare> shares = new CopyOnWriteArrayList<>();
    private final String serverCores;
    private final String clientCores;
    private final Thread atExit = new Thread(this::closeAtExit, "remove-namespaces");

    /// @param serverCores as `taskset -c` takes them
    Lab(Path directory, String serverCores, String clientCores) throws Exception {
        this.serverCores = serverCores;
        this.clientCores = clientCores;
        namespaces = new NetworkNamespaces(directory);
        // Also when somebody presses Ctrl-C.
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            namespaces.add(Side.CLIENTS);
            for (Side side : Side.values()) {
                namespaces.add(side.namespace());
                namespaces.join(
                        side.namespace(),
                        side.address() + "/16",
                        Side.CLIENTS,
                        side.clientsAddress() + "/16",
                        side.device());
                namespaces.run(
                        Side.CLIENTS, "ip route add local " + side.clientNetwork() + " dev lo");
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            namespaces.close();
            throw failed;
        }
    }

    /// A namespace of one client, with a cable to each server.
    ///
    /// @param number 0 to 9
    /// @return its name
    String client(int number) throws Exception {
        String name = "client-" + number;
        if (!clients.add(name)) {
            return name;
        }
        namespaces.add(name);
        for (Side side : Side.values()) {
            namespaces.join(
                    side.namespace(),
                    cable(side, number) + ".1/24",
                    name,
                    cable(side, number) + ".2/24",
                    "c" + number + side.device());
        }
        return name;
    }

    /// Where such a client finds a server.
    static String serverAddress(Side side, int client) {
        return cable(side, client) + ".1";
    }

    private static String cable(Side side, int client) {
        return "10.%d.%d".formatted(100 + side.number(), client);
    }

    /// Runs a short command of words without spaces.
    String run(String namespace, String command) throws IOException, InterruptedException {
        return namespaces.run(namespace, command);
    }

    /// @param everywhere whether it may use the clients' processors too
    Process startServer(Side side, Path log, List<String> command, boolean everywhere)
            throws IOException {
        String cores = everywhere ? serverCores + "," + clientCores : serverCores;
        return namespaces.start(side.namespace(), log, pinned(cores, command));
    }

    /// From now on a server gets so much of a processor at most, until it ends.
    void limit(Running server, int percent) throws IOException {
        shares.add(ProcessorShare.limit(server.process().pid(), percent));
    }

    Process startClient(String namespace, Path log, List<String> command) throws IOException {
        return namespaces.start(namespace, log, pinned(clientCores, command));
    }

    /// The generator, whose streams are ours.
    Process startGenerator(List<String> command, Path errors) throws IOException {
        return namespaces.start(
                Side.CLIENTS,
                new ProcessBuilder()
                        .command(pinned(clientCores, command))
                        .redirectError(errors.toFile()));
    }

    /// Makes something with sockets beside a server.
    <T> T beside(Side side, Callable<T> maker) throws Exception {
        return namespaces.make(side.namespace(), maker);
    }

    /// The processors of the servers.
    Processors servers() {
        return Processors.of(serverCores);
    }

    /// Those of all else.
    Processors clients() {
        return Processors.of(clientCores);
    }

    private static List<String> pinned(String cores, List<String> command) {
        List<String> words = new ArrayList<>(List.of("taskset", "-c", cores));
        words.addAll(command);
        return words;
    }

    @Override
    public void close() throws IOException {
        removeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // It runs already, and finds nothing left.
        }
    }

    private void closeAtExit() {
        try {
            removeAll();
        } catch (IOException failed) {
            System.err.println(
                    "fieldgate: namespaces or control groups are left: " + failed.getMessage());
        }
    }

    /// Processes end with their namespaces, and then their groups are empty.
    private void removeAll() throws IOException {
        try {
            namespaces.close();
        } finally {
            for (ProcessorShare share : shares) {
                share.remove();
            }
        }
    }
}
