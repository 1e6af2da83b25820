package io.fieldgate.server.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @TempDir private Path directory;
    private Path jar;

    @BeforeEach
    void jar() throws Exception {
        jar = Files.createFile(directory.resolve("server.jar"));
    }

    @Test
    void withoutOptionsAllCasesRunAgainstTheStockServer() throws Exception {
        Settings settings = parse();
        assertThat(settings.cases()).hasSameSizeAs(Cases.all());
        assertThat(settings.base()).isInstanceOf(Stock.class);
        assertThat(settings.rounds()).isEqualTo(5);
    }

    @Test
    void twoVariantsOfOursCanBeCompared() throws Exception {
        Settings settings =
                parse(
                        "--against",
                        "ours",
                        "--against-java-option",
                        "-XX:+UseZGC",
                        "--java-option",
                        "-Da=b c",
                        "--server-env",
                        "A=1");
        assertThat(settings.base())
                .isEqualTo(new Ours("base", jar, List.of("-XX:+UseZGC"), List.of()));
        assertThat(settings.ours())
                .isEqualTo(new Ours("ours", jar, List.of("-Da=b c"), List.of("A=1")));
    }

    @ParameterizedTest
    @CsvSource({
        "--case, nonsense, 'there are: forward-trickle, forward-paced, forward-bulk'",
        "--rounds, 0, --rounds is a number from 1",
        "--seconds, much, --seconds is a number",
        "--server-env, A, NAME=VALUE",
        "--server-cores, first, a list such as 0",
        "--against, theirs, stock or ours",
        "--against-java-option, -Xint, go with --against ours",
        "--against-jar, /nowhere.jar, cannot read /nowhere.jar",
        "--colour, red, no such option",
    })
    void whatThereIsNotIsRefusedWithWhatThereIs(String option, String value, String words) {
        assertThatThrownBy(() -> parse(option, value))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining(words);
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        assertThatThrownBy(() -> parse("--rounds"))
                .isInstanceOf(WrongUsageException.class)
                .hasMessageContaining("--rounds");
    }

    private Settings parse(String... words) throws WrongUsageException {
        return CommandLine.parse(List.of(words), jar);
    }
}
