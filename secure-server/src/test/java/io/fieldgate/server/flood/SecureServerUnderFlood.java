package io.fieldgate.server.flood;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.support.Command;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.Tenant;
import io.fieldgate.server.support.TestCa;
import io.fieldgate.server.support.TestPortal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Our secure server in a process of its own, started as the process host does, beside its portal.
final class SecureServerUnderFlood implements FloodedServer {
    private static final int MEMORY_MEGABYTES = 256;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SESSION = "io.fieldgate.server.session.VpnSession";
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Path directory;
    private final TestPortal portal;
    private final Process process;

    private SecureServerUnderFlood(Path directory, TestPortal portal, Process process) {
        this.directory = directory;
        this.portal = portal;
        this.process = process;
    }

    static SecureServerUnderFlood start(
            FloodLab lab, Path directory, TestCa platformCa, TestCa tenantCa, Tenant tenant)
            throws Exception {
        TestPortal portal = lab.besideServer(() -> new TestPortal(platformCa, tenantCa));
        portal.publish(tenant.state());
        Path own = Files.createDirectory(directory.resolve("server"));
        Files.write(
                own.resolve("server.json"),
                ContractJson.MAPPER.writeValueAsBytes(
                        new InstanceConfig(
                                tenant.secureServerId(),
                                FloodLab.PORT,
                                portal.url(),
                                platformCa.pem(),
                                TestPortal.SECRET)));
        Process process = lab.startServer(directory.resolve("server.log"), command(own));
        SecureServerUnderFlood server = new SecureServerUnderFlood(directory, portal, process);
        Eventually.that(
                "the secure server has the state",
                SOON,
                () -> portal.reports().stream().anyMatch(report -> report.appliedRevision() > 0));
        return server;
    }

    /// As the launcher starts a secure server, but from the class path.
    private static List<String> command(Path own) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MEMORY_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:MaxDirectMemorySize=" + MEMORY_MEGABYTES + "m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fieldgate.server.SecureServer",
                "--directory",
                own.toString());
    }

    /// What lives in the server's heap after a full collection.
    ///
    /// @param sessions session objects, admitted or not
    record Heap(long bytes, long sessions) {}

    Heap heap() throws IOException, InterruptedException {
        String histogram =
                Command.run(
                        directory,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.class_histogram"));
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("no histogram: " + histogram);
        }
        long sessions =
                histogram
                        .lines()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(words -> words.length > 3 && words[3].equals(SESSION))
                        .mapToLong(words -> Long.parseLong(words[1]))
                        .sum();
        return new Heap(Long.parseLong(total.group(1)), sessions);
    }

    /// Packets dropped so far, by reason, as the server last told its portal.
    Map<String, Long> dropped() {
        List<ServerReport> reports = portal.reports();
        return reports.isEmpty() ? Map.of() : reports.getLast().dropped();
    }

    @Override
    public String name() {
        return "Fieldgate secure server";
    }

    @Override
    public int port() {
        return FloodLab.PORT;
    }

    @Override
    public void close() {
        process.destroy();
        portal.close();
    }
}
