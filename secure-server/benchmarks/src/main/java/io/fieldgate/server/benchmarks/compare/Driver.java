package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import io.fieldgate.server.benchmarks.load.Generator;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The generator's process, as the benchmark commands it.
final class Driver implements Closeable {
    /// Its tunnels need about 100 KiB each.
    private static final int HEAP_MEGABYTES = 3072;

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final Path errors;
    private final BufferedWriter out;
    private final BufferedReader in;

    Driver(Lab lab, Fleet fleet, Path errors) throws IOException {
        this.errors = errors;
        process =
                lab.startGenerator(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + HEAP_MEGABYTES + "m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Generator.class.getName(),
                                fleet.caFile().toString(),
                                fleet.membersFile().toString()),
                        errors);
        out = process.outputWriter(StandardCharsets.UTF_8);
        in = process.inputReader(StandardCharsets.UTF_8);
        answer("start");
    }

    /// What a command came to.
    record Answer(Map<String, Long> values) {
        long get(String key) {
            Long value = values.get(key);
            if (value == null) {
                throw new IllegalStateException("an answer without " + key);
            }
            return value;
        }
    }

    /// Names a server; its tunnels are known by the side.
    void group(Side side, Transport transport) throws IOException {
        group(side, transport, false);
    }

    /// The same.
    ///
    /// @param mapped whether clients send to devices behind nodes, by their unique addresses
    void group(Side side, Transport transport, boolean mapped) throws IOException {
        ask(
                "group name=%s server=%s port=%d transport=%s from=%s addresses=%d mapped=%d"
                        .formatted(
                                side,
                                side.address(),
                                Side.PORT,
                                transport.name().toLowerCase(Locale.ROOT),
                                side.firstClientAddress(),
                                Side.CLIENT_ADDRESSES,
                                mapped ? 1 : 0));
    }

    void open(Side side, int count, int atOnce, int seconds) throws IOException {
        ask("open group=%s count=%d atOnce=%d seconds=%d".formatted(side, count, atOnce, seconds));
    }

    /// Any command.
    Answer ask(String command) throws IOException {
        out.write(command);
        out.newLine();
        out.flush();
        return answer(command);
    }

    private Answer answer(String command) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException(
                    "the load generator has ended at: "
                            + command
                            + "\n"
                            + Files.readString(errors));
        }
        if (!line.equals("ok") && !line.startsWith("ok ")) {
            throw new IOException("the load generator says: " + line);
        }
        Map<String, Long> values = new HashMap<>();
        for (String word : line.substring(2).strip().split(" ", -1)) {
            String[] parts = word.split("=", 2);
            if (parts.length == 2) {
                values.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        return new Answer(values);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Ended.within(process, END_LIMIT);
    }
}
