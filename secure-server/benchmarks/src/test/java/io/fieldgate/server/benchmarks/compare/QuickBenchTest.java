package io.fieldgate.server.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `./fieldgate bench --quick`: both servers carry all packets as they were sent, and the report
/// says so. Nothing here depends on how fast anything is.
class QuickBenchTest {
    @TempDir private Path directory;

    @Test
    void bothServersCarryEveryPacketAndTheTableShowsEachFigure() throws Exception {
        Path json = directory.resolve("rounds.json");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Settings settings =
                CommandLine.parse(
                        List.of("--quick", "--rounds", "2", "--json", json.toString()),
                        serverJar());
        Results results;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            results = Compare.run(settings, out);
        }
        assertThat(results.comparisons()).hasSize(7).allSatisfy(QuickBenchTest::lostNothing);
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(results.comparisons())
                .allSatisfy(one -> assertThat(text).contains("| " + one.figure().name() + " "));
        assertThat(text.lines().filter(line -> line.startsWith("|")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.chars().filter(c -> c == '|')).hasSize(11));
        assertThat(text).contains("processor: ", "kernel: ", "OpenVPN 2.", "OpenSSL ");
        JsonNode written = ContractJson.MAPPER.readTree(Files.readString(json));
        assertThat(written.path("comparisons").size()).isEqualTo(7);
        assertThat(written.path("comparisons").path(0).path("rounds").size()).isEqualTo(2);
    }

    private static void lostNothing(Comparison comparison) {
        assertThat(comparison.rounds()).hasSize(2);
        assertThat(comparison.worstLossPercent()).isZero();
        assertThat(comparison.ratio().median()).isPositive();
    }

    static Path serverJar() throws Exception {
        Path target = Path.of("..", "target").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() ->
                            new AssertionError(
                                    "no secure server in "
                                            + target
                                            + "; build it first: mvn package"));
        }
    }
}
