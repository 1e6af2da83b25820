package io.fieldgate.openvpn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each feature of the interop matrix, with the client of the distribution.
@Execution(ExecutionMode.CONCURRENT)
class DebianClientTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/openvpn");

    /// What clients of 2.6 do in another way.
    private static final Set<String> OTHERWISE =
            Set.of("tls-crypt-v2-stateful", "prf-keys", "push-update", "epoch-keys");

    static List<String> features() {
        return Features.all().stream()
                .map(Feature::name)
                .filter(name -> !OTHERWISE.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("features")
    void theFeatureIsSeen(String name, @TempDir Path directory) throws IOException {
        assertThat(Files.isExecutable(PROGRAM))
                .as(
                        "openvpn is not installed: ./fieldgate test installs it, or apt-get install"
                                + " openvpn")
                .isTrue();
        Feature feature =
                Features.all().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        Program program = Program.of(PROGRAM, Program.Kind.OPENVPN_2, false);

        Feature.Outcome outcome = feature.tryWith(program, directory);

        assertThat(outcome.words()).as(outcome.log()).isEqualTo("seen");
    }
}
