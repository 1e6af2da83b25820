package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.openvpn.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The program: our server under a moderate load for long, with new keys all the time, and peers
/// that come and go. `Soak SERVER_JAR [OPTION]...`
public final class Soak {
    private static final int WRONG_USAGE = 2;
    private static final int AT_ONCE = 16;
    private static final int HEAP_MEGABYTES = 256;

    private Soak() {}

    /// Exit status: 0 all well, 1 something was not, 2 wrong usage.
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> words = List.of(arguments).subList(1, arguments.length);
        if (words.contains("--help")) {
            out.print(SoakSettings.USAGE);
            return;
        }
        try {
            List<String> faults =
                    run(SoakSettings.parse(words), Path.of(arguments[0]).toAbsolutePath(), out);
            faults.forEach(fault -> out.println("NOT WELL: " + fault));
            out.println(faults.isEmpty() ? "All well." : "");
            System.exit(faults.isEmpty() ? 0 : 1);
        } catch (WrongUsageException wrong) {
            System.err.println("fieldgate: " + wrong.getMessage());
            System.err.print(SoakSettings.USAGE);
            System.exit(WRONG_USAGE);
        } catch (IOException | AssertionError failed) {
            System.err.println("fieldgate: " + failed.getMessage());
            System.exit(1);
        }
    }

    /// Runs it, and says what went wrong.
    static List<String> run(SoakSettings wanted, Path jar, PrintStream out) throws Exception {
        Path directory = Files.createTempDirectory("fieldgate-soak");
        Settings settings =
                new Settings(
                        List.of(),
                        1,
                        wanted.seconds(),
                        Optional.empty(),
                        Duration.ZERO,
                        new Stock(),
                        new Ours("ours", jar, List.of(), List.of()),
                        HEAP_MEGABYTES,
                        "0",
                        "1");
        List<SoakSample> samples;
        try (Bench bench = new Bench(settings, directory)) {
            Fleet fleet =
                    new Fleet(
                            bench.place("fleet"),
                            wanted.tunnels(),
                            wanted.rekeySeconds(),
                            RoutingMode.ONE_TO_MANY);
            samples = run(bench, fleet, wanted, out);
        }
        Compare.delete(directory);
        return SoakVerdict.faults(samples, wanted.warmUp());
    }

    private static List<SoakSample> run(
            Bench bench, Fleet fleet, SoakSettings wanted, PrintStream out) throws Exception {
        List<SoakSample> samples = new ArrayList<>();
        try (Driver driver = bench.driver(fleet);
                Installation installation =
                        bench.install(
                                Side.OURS,
                                fleet,
                                Transport.UDP,
                                bench.settings().heapMegabytes(wanted.tunnels()),
                                wanted.workers());
                Running server = installation.start()) {
            driver.group(Side.OURS, Transport.UDP);
            driver.open(Side.OURS, wanted.tunnels(), AT_ONCE, 120 + wanted.tunnels() / 5);
            out.println(SoakSample.HEADER);
            for (int i = 1; i <= wanted.samples(); i++) {
                ProcessCpu before = server.cpu();
                long begun = System.nanoTime();
                Driver.Answer answer = driver.ask(wanted.command());
                double cpu = 100.0 * server.cpu().since(before) / (System.nanoTime() - begun);
                SoakSample sample = SoakSample.of(answer, server, cpu, installation);
                samples.add(sample);
                out.println(sample.row(i));
            }
        }
        return samples;
    }
}
