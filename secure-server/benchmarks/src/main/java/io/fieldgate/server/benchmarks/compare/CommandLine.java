package io.fieldgate.server.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the command line.
final class CommandLine {
    static final String USAGE =
            """
            usage: ./fieldgate bench [OPTION]...
              --case NAME           one case; may be repeated. Without: all
              --rounds N            measured rounds of each figure, 1 to 100 (5)
              --seconds S           of each measurement, 0.1 to 600 (3)
              --warm-up S           before each figure, at least, 0 for none (10; handshakes 240)
              --json FILE           write all rounds there
              --quick               a few cases, once each, for correctness only
              --java-option X       for our server's JVM; may be repeated
              --server-env N=V      for our server's environment; may be repeated
              --heap MEGABYTES      limit of our server's heap (256)
              --against ours        compare with our own server instead of the stock one ...
              --against-java-option X, --against-server-env N=V, --against-jar FILE
                                    ... with these options, or built from other sources
              --server-cores LIST   processors of the servers, as taskset takes them (0)
              --client-cores LIST   processors of all else (1)
              --list                names all cases
            """;

    private static final int MOST_ROUNDS = 100;
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 600;

    private final List<String> cases = new ArrayList<>();
    private final List<String> javaOptions = new ArrayList<>();
    private final List<String> environment = new ArrayList<>();
    private final List<String> otherJavaOptions = new ArrayList<>();
    private final List<String> otherEnvironment = new ArrayList<>();
    private final Path jar;
    private Path otherJar;
    private Optional<Path> json = Optional.empty();
    private Optional<Integer> rounds = Optional.empty();
    private Optional<Double> seconds = Optional.empty();
    private Optional<Double> warmUp = Optional.empty();
    private int heapMegabytes = 256;
    private String serverCores = "0";
    private String clientCores = "1";
    private boolean quick;
    private boolean againstOurs;

    private CommandLine(Path jar) {
        this.jar = jar;
        this.otherJar = jar;
    }

    /// @param jar our server's program
    static Settings parse(List<String> words, Path jar) throws WrongUsageException {
        CommandLine line = new CommandLine(jar);
        Iterator<String> left = words.iterator();
        while (left.hasNext()) {
            String option = left.next();
            if (option.equals("--quick")) {
                line.quick = true;
            } else if (left.hasNext()) {
                line.take(option, left.next());
            } else {
                throw new WrongUsageException(option + ": no such option, or without a value");
            }
        }
        return line.settings();
    }

    private void take(String option, String value) throws WrongUsageException {
        switch (option) {
            case "--case" -> cases.add(value);
            case "--rounds" -> rounds = Optional.of((int) number(option, value, 1, MOST_ROUNDS));
            case "--seconds" ->
                    seconds = Optional.of(number(option, value, LEAST_SECONDS, MOST_SECONDS));
            case "--warm-up" -> warmUp = Optional.of(number(option, value, 0, MOST_SECONDS));
            case "--json" -> json = Optional.of(Path.of(value).toAbsolutePath());
            case "--java-option" -> javaOptions.add(value);
            case "--server-env" -> environment.add(variable(option, value));
            case "--heap" -> heapMegabytes = (int) number(option, value, 16, 65_536);
            case "--against" -> {
                if (!value.equals("ours") && !value.equals("stock")) {
                    throw new WrongUsageException("--against is stock or ours, not " + value);
                }
                againstOurs = value.equals("ours");
            }
            case "--against-java-option" -> otherJavaOptions.add(value);
            case "--against-server-env" -> otherEnvironment.add(variable(option, value));
            case "--against-jar" -> otherJar = file(option, value);
            case "--server-cores" -> serverCores = cores(option, value);
            case "--client-cores" -> clientCores = cores(option, value);
            default -> throw new WrongUsageException(option + ": no such option");
        }
    }

    private Settings settings() throws WrongUsageException {
        boolean other =
                !otherJavaOptions.isEmpty() || !otherEnvironment.isEmpty() || !otherJar.equals(jar);
        if (other && !againstOurs) {
            throw new WrongUsageException("--against-... options go with --against ours");
        }
        if (!Files.isReadable(jar)) {
            throw new WrongUsageException(
                    jar + " is missing; build it: ./fieldgate bench does, or mvn package");
        }
        Contender base =
                againstOurs
                        ? new Ours("base", otherJar, otherJavaOptions, otherEnvironment)
                        : new Stock();
        return new Settings(
                chosen(),
                rounds.orElse(quick ? 1 : 5),
                seconds.orElse(quick ? 0.5 : 3.0),
                json,
                Duration.ofMillis((long) (1000 * warmUp.orElse(quick ? 0 : 10.0))),
                base,
                new Ours("ours", jar, javaOptions, environment),
                heapMegabytes,
                serverCores,
                clientCores);
    }

    private List<Case> chosen() throws WrongUsageException {
        if (cases.isEmpty()) {
            return quick ? Cases.quick() : Cases.all();
        }
        List<Case> chosen = new ArrayList<>();
        for (String name : cases) {
            chosen.add(
                    Cases.all().stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new WrongUsageException(noCase(name))));
        }
        return chosen;
    }

    private static String noCase(String name) {
        return "--case %s: no such case; there are: %s"
                .formatted(
                        name,
                        Cases.all().stream().map(Case::name).collect(Collectors.joining(", ")));
    }

    private static double number(String option, String value, double least, double most)
            throws WrongUsageException {
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Said below.
        }
        throw new WrongUsageException(
                "%s is a number from %s to %s, not %s".formatted(option, least, most, value));
    }

    private static String variable(String option, String value) throws WrongUsageException {
        if (!value.matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
            throw new WrongUsageException(option + " is NAME=VALUE, not " + value);
        }
        return value;
    }

    private static Path file(String option, String value) throws WrongUsageException {
        Path file = Path.of(value).toAbsolutePath();
        if (!Files.isReadable(file)) {
            throw new WrongUsageException(option + ": cannot read " + file);
        }
        return file;
    }

    private static String cores(String option, String value) throws WrongUsageException {
        if (!value.matches("\\d+([-,]\\d+)*")) {
            throw new WrongUsageException(option + " is a list such as 0 or 0-1, not " + value);
        }
        return value;
    }
}
