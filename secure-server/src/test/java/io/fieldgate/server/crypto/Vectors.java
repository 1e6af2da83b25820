package io.fieldgate.server.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test vectors of Project Wycheproof.
final class Vectors {
    private Vectors() {}

    /// The groups of a file.
    static JsonNode groups(String file) throws IOException {
        String path = "/wycheproof/" + file + ".json.gz";
        try (InputStream in = Vectors.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException(path + " is missing");
            }
            return new JsonMapper().readTree(new GZIPInputStream(in)).path("testGroups");
        }
    }

    static byte[] bytes(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.path(field).asString());
    }
}
