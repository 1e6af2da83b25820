package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.ContractJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The program: runs the cases and prints a table. `Compare SERVER_JAR [OPTION]...`
public final class Compare {
    private static final int WRONG_USAGE = 2;

    private Compare() {}

    /// Exit status: 0 measured, 1 something did not work, 2 wrong usage.
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<String> words = List.of(arguments).subList(1, arguments.length);
        if (words.contains("--help")) {
            out.print(CommandLine.USAGE);
            return;
        }
        if (words.contains("--list")) {
            Cases.all().forEach(one -> out.println(one.name() + ": " + one.description()));
            return;
        }
        try {
            run(CommandLine.parse(words, Path.of(arguments[0]).toAbsolutePath()), out);
        } catch (WrongUsageException wrong) {
            System.err.println("fieldgate: " + wrong.getMessage());
            System.err.print(CommandLine.USAGE);
            System.exit(WRONG_USAGE);
        } catch (IOException | AssertionError failed) {
            System.err.println("fieldgate: " + failed.getMessage());
            for (Throwable more : failed.getSuppressed()) {
                System.err.println("fieldgate: and then " + more.getMessage());
            }
            System.exit(1);
        }
        // A thread of the JDK's HTTPS server may outlive it.
        System.exit(0);
    }

    /// Runs all cases and prints what came of them.
    static Results run(Settings settings, PrintStream out) throws Exception {
        Path directory = Files.createTempDirectory("fieldgate-bench");
        try {
            Results results = measure(settings, directory, out);
            delete(directory);
            print(settings, results, out);
            return results;
        } catch (Exception | AssertionError failed) {
            System.err.println("fieldgate: all logs are left in " + directory);
            throw failed;
        }
    }

    private static Results measure(Settings settings, Path directory, PrintStream out)
            throws Exception {
        List<Comparison> all = new ArrayList<>();
        try (Bench bench = new Bench(settings, directory)) {
            Map<String, String> machine = Machine.describe(directory);
            machine.forEach((name, value) -> out.println(name + ": " + value));
            for (Case one : settings.cases()) {
                out.printf("%n%s: %s%n", one.name(), one.description());
                Table table = table(settings);
                List<Comparison> comparisons = one.run(bench);
                comparisons.forEach(table::add);
                all.addAll(comparisons);
                out.print(table);
            }
            return new Results(machine, settings.base().label(), settings.ours().label(), all);
        }
    }

    private static void print(Settings settings, Results results, PrintStream out)
            throws IOException {
        if (settings.cases().size() > 1) {
            Table table = table(settings);
            results.comparisons().forEach(table::add);
            out.printf("%nAll together: median (min-max) of the rounds%n%s", table);
        }
        if (settings.json().isPresent()) {
            Files.write(
                    settings.json().get(),
                    ContractJson.MAPPER
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsBytes(results));
        }
    }

    private static Table table(Settings settings) {
        return new Table(settings.base().label(), settings.ours().label());
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
