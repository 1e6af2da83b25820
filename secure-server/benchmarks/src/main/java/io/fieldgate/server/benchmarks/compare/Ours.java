package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.contract.host.ServerOptions;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.TestPortal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Our secure server, started as the process host starts it, with a portal that gives it its state.
///
/// @param javaOptions after all others, so that they win
/// @param environment `NAME=VALUE`
record Ours(String label, Path jar, List<String> javaOptions, List<String> environment)
        implements Contender {
    private static final Duration SOON = Duration.ofSeconds(60);

    /// So many of its last reports are kept: one who runs for an hour makes many.
    private static final int REPORTS = 100;

    Ours {
        javaOptions = List.copyOf(javaOptions);
        environment = List.copyOf(environment);
    }

    @Override
    public boolean mapsNetworks() {
        return true;
    }

    @Override
    public boolean isCompiledBefore() {
        return false;
    }

    @Override
    public Installation install(Setup setup) throws Exception {
        Fleet fleet = setup.fleet();
        TestPortal portal =
                setup.lab()
                        .beside(
                                setup.side(),
                                () -> new TestPortal(fleet.platformCa(), fleet.tenantCa()));
        portal.publish(fleet.state());
        portal.keepReports(REPORTS);
        portal.holdPolls();
        Path own = Files.createDirectory(setup.directory().resolve("instance"));
        Files.write(
                own.resolve("server.json"),
                ContractJson.MAPPER.writeValueAsBytes(
                        new InstanceConfig(
                                fleet.secureServerId(),
                                Side.PORT,
                                portal.url(),
                                fleet.platformCa().pem(),
                                TestPortal.SECRET)));
        return new Installed(this, setup, own, portal);
    }

    private List<String> command(Setup setup, Path own) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.add("MALLOC_ARENA_MAX=1");
        command.add("FIELDGATE_WORKERS=" + setup.workers());
        command.addAll(environment);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + setup.heapMegabytes() + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-Xss512k");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:-UsePerfData");
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(ServerOptions.of(jar, setup.heapMegabytes()));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar.toString(), "--directory", own.toString()));
        return command;
    }

    private record Installed(Ours ours, Setup setup, Path own, TestPortal portal)
            implements Installation {
        @Override
        public Running launch() throws Exception {
            Path log = setup.directory().resolve("server.log");
            List<String> command = ours.command(setup, own);
            long now = System.currentTimeMillis();
            Process process =
                    setup.lab().startServer(setup.side(), log, command, setup.workers() > 1);
            return new Running(setup.side(), process, log, now, true);
        }

        @Override
        public void awaitReady(Running running) throws Exception {
            long before = portal.reportsWithState();
            Eventually.that(
                    "the secure server has its state, see " + running.log(),
                    SOON,
                    () -> {
                        running.requireAlive();
                        return portal.reportsWithState() > before;
                    });
        }

        @Override
        public Map<String, Long> dropped() {
            return portal.reports().getLast().dropped();
        }

        @Override
        public void close() {
            portal.close();
        }
    }
}
