package io.fieldgate.openvpn.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One file of vectors, and the judgement over all of them.
final class Wycheproof {
    private Wycheproof() {}

    /// A vector with the group it stands in.
    record Vector(JsonNode group, JsonNode test) {
        byte[] bytes(String field) {
            return HexFormat.of().parseHex(test.path(field).asString());
        }

        byte[] groupBytes(String field) {
            return HexFormat.of().parseHex(group.path(field).asString());
        }

        int groupNumber(String field) {
            return group.path(field).asInt();
        }

        int id() {
            return test.path("tcId").asInt();
        }

        String result() {
            return test.path("result").asString();
        }

        @Override
        public String toString() {
            return "tcId " + id() + " (" + test.path("comment").asString() + ")";
        }
    }

    /// Whether the algorithm takes the vector: the tag or signature fits, the result is the
    /// expected one. An exception of the JCA is a no.
    @FunctionalInterface
    interface Attempt {
        boolean accepts(Vector vector) throws GeneralSecurityException;
    }

    /// How many vectors there were of each kind. Of the acceptable ones, how many were taken.
    record Sum(int valid, int invalid, int acceptable, int acceptableTaken) {}

    /// Runs all vectors of a file.
    static Sum run(String file, Attempt attempt) throws IOException {
        return run(file, Set.of(), attempt);
    }

    /// Runs all vectors of a file.
    ///
    /// @param deviations ids of invalid vectors that the JDK is known to take; each of them must
    ///   still be taken
    static Sum run(String file, Set<Integer> deviations, Attempt attempt) throws IOException {
        int[] counts = new int[4];
        List<String> wrong = new ArrayList<>();
        for (Vector vector : read(file)) {
            boolean accepted = accepts(attempt, vector);
            switch (vector.result()) {
                case "valid" -> {
                    counts[0]++;
                    if (!accepted) {
                        wrong.add("valid, but refused: " + vector);
                    }
                }
                case "invalid" -> {
                    counts[1]++;
                    if (accepted != deviations.contains(vector.id())) {
                        wrong.add("invalid, not judged as known: " + vector);
                    }
                }
                case "acceptable" -> {
                    counts[2]++;
                    counts[3] += accepted ? 1 : 0;
                }
                default -> wrong.add("unknown result: " + vector);
            }
        }
        assertThat(wrong).as(file).isEmpty();
        return new Sum(counts[0], counts[1], counts[2], counts[3]);
    }

    private static boolean accepts(Attempt attempt, Vector vector) {
        try {
            return attempt.accepts(vector);
        } catch (GeneralSecurityException refused) {
            return false;
        }
    }

    private static List<Vector> read(String file) throws IOException {
        String path = "/wycheproof/" + file + ".json.gz";
        try (InputStream in = Wycheproof.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            JsonNode root = new JsonMapper().readTree(new GZIPInputStream(in));
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode group : root.path("testGroups")) {
                for (JsonNode test : group.path("tests")) {
                    vectors.add(new Vector(group, test));
                }
            }
            assertThat(vectors).as(file).hasSize(root.path("numberOfTests").asInt());
            return vectors;
        }
    }
}
