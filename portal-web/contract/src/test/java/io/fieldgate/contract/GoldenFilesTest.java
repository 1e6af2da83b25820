package io.fieldgate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of each record stands in a file, so that no change of it goes unseen: processes of two
/// versions talk to each other while one of them is being replaced.
class GoldenFilesTest {
    private static final Path FILES = Path.of("src/test/resources/golden");
    private static final Path WRITTEN = Path.of("target/golden");
    private static final JsonMapper MAPPER = ContractJson.MAPPER;

    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.fieldgate.contract")
                        .stream()
                        .map(JavaClass::reflect)
                        .filter(Class::isRecord)
                        .map(type -> (Class<?>) type);
    }

    @ParameterizedTest
    @MethodSource("records")
    void recordsInTheContractHaveGoldenFiles(Class<?> type) throws IOException {
        Object sample = Samples.of(type);
        String json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(sample) + "\n";
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve(fileName(type)), json);

        assertThat(FILES.resolve(fileName(type)))
                .as("If the change is meant and older versions can read it, copy %s", WRITTEN)
                .exists();
        assertThat(json)
                .as("If the change is meant and older versions can read it, copy %s", WRITTEN)
                .isEqualTo(golden(type));
        assertThat(read(golden(type), type)).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatANewerVersionAddsIsIgnored(Class<?> type) throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(golden(type));
        json.put("addedByANewerVersion", "value");
        assertThat(read(json.toString(), type)).isEqualTo(Samples.of(type));
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatMayBeMissingMayBeMissing(Class<?> type) throws IOException {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                ObjectNode json = (ObjectNode) MAPPER.readTree(golden(type));
                json.remove(component.getName());
                assertThat(read(json.toString(), type))
                        .as(component.getName())
                        .hasFieldOrPropertyWithValue(component.getName(), null);
            }
        }
    }

    @Test
    void eachGoldenFileHasARecord() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            records().map(GoldenFilesTest::fileName).toList());
        }
    }

    /// Reads by the sealed interface where there is one, as the other process does.
    private static Object read(String json, Class<?> type) {
        Class<?> declared =
                Arrays.stream(type.getInterfaces())
                        .filter(Class::isSealed)
                        .findFirst()
                        .orElse(type);
        return MAPPER.readValue(json, declared);
    }

    private static String golden(Class<?> type) throws IOException {
        return Files.readString(FILES.resolve(fileName(type)));
    }

    private static String fileName(Class<?> type) {
        return type.getName().replace("io.fieldgate.contract.", "").replace('$', '.') + ".json";
    }
}
