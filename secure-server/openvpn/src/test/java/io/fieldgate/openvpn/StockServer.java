package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The openvpn program as a server, see [StockClient#PROGRAM]. On loopback its TUN device is left
/// without an address; openvpn removes it when it ends.
final class StockServer implements AutoCloseable {
    static final String NETWORK = "10.98.0.0 255.255.255.0";

    final List<String> log = new CopyOnWriteArrayList<>();
    final InetSocketAddress address;
    private final Process process;

    /// On loopback, IPv6 with `udp6` and `tcp6-server`.
    static StockServer onLoopback(
            Path directory, TestCertificates pki, String protocol, List<String> options)
            throws IOException {
        InetAddress loopback = InetAddress.ofLiteral(protocol.contains("6") ? "::1" : "127.0.0.1");
        InetSocketAddress address = new InetSocketAddress(loopback, freePort(protocol));
        List<String> lines = new ArrayList<>(options);
        lines.addAll(List.of("dev tun", "ifconfig-noexec", "route-noexec"));
        return new StockServer(List.of(), directory, pki, address, protocol, lines);
    }

    /// With a real TUN device in a network namespace.
    static StockServer inNamespace(
            String namespace,
            InetAddress address,
            Path directory,
            TestCertificates pki,
            List<String> options)
            throws IOException {
        List<String> lines = new ArrayList<>(options);
        lines.add("dev tun");
        return new StockServer(
                List.of("ip", "netns", "exec", namespace),
                directory,
                pki,
                new InetSocketAddress(address, 1194),
                address instanceof Inet6Address ? "udp6" : "udp",
                lines);
    }

    private StockServer(
            List<String> prefix,
            Path directory,
            TestCertificates pki,
            InetSocketAddress address,
            String protocol,
            List<String> options)
            throws IOException {
        this.address = address;
        TestCertificates.Issued own = pki.server("stock-server");
        List<String> lines = new ArrayList<>();
        lines.addAll(
                List.of(
                        "mode server",
                        "tls-server",
                        "topology subnet",
                        "server " + NETWORK,
                        "local " + address.getAddress().getHostAddress(),
                        "lport " + address.getPort(),
                        "proto " + protocol,
                        "dh none",
                        "verb 3"));
        lines.addAll(options);
        lines.add("<ca>\n" + pki.authorityPem() + "</ca>");
        lines.add("<cert>\n" + own.certificatePem() + "</cert>");
        lines.add("<key>\n" + own.keyPem() + "</key>\n");
        Path config = directory.resolve("server.conf");
        Files.writeString(config, String.join("\n", lines));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(StockClient.PROGRAM.toString(), "--config", config.toString()));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::read);
        awaitLog("Initialization Sequence Completed");
    }

    boolean logged(String text) {
        return log.stream().anyMatch(line -> line.contains(text));
    }

    void awaitLog(String text) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!logged(text)) {
            if (System.nanoTime() - end > 0 || !process.isAlive()) {
                throw new AssertionError(
                        "no \"%s\" in the server's log:%n%s"
                                .formatted(text, String.join("\n", log)));
            }
            pause();
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// As an operator does who wants it to end in good order.
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        kill();
    }

    /// Gives it no time to say goodbye.
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort(String protocol) throws IOException {
        if (protocol.startsWith("udp")) {
            try (DatagramSocket socket = new DatagramSocket(0)) {
                return socket.getLocalPort();
            }
        }
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(log::add);
        } catch (IOException | UncheckedIOException e) {
            log.add("log ended: " + e);
        }
    }
}
