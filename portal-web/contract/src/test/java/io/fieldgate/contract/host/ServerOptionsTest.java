package io.fieldgate.contract.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerOptionsTest {
    @TempDir Path directory;

    @Test
    void theCacheOfTheBuildIsUsedIfThereIsOne() throws Exception {
        Path jar = directory.resolve("secure-server.jar");
        assertThat(ServerOptions.of(jar, 100)).noneMatch(option -> option.contains("AOTCache"));

        Path cache = Files.createFile(directory.resolve("secure-server.aot"));

        assertThat(ServerOptions.of(jar, 100))
                .contains("-XX:AOTCache=" + cache, "-XX:MaxDirectMemorySize=100m");
    }

    @Test
    void onlyTheServersOwnVariablesAreHandedOn() {
        assertThat(
                        ServerOptions.environment(
                                Map.of("FIELDGATE_UDP", "nio", "FIELDGATE_DATABASE", "secret")))
                .containsEntry("FIELDGATE_UDP", "nio")
                .doesNotContainKey("FIELDGATE_DATABASE");
    }
}
