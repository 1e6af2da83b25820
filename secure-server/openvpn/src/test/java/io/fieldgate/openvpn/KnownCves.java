package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The stored packets of `cve/known-cves.txt`.
final class KnownCves {
    private KnownCves() {}

    /// Where the bytes of a stored packet go.
    enum Place {
        RAW,
        ELSEWHERE,
        CONTROL,
        KEYS,
        INFO,
        TEXT,
        DATA
    }

    /// Not a record: it holds bytes.
    static final class Stored {
        private final String name;
        final Place place;
        final byte[] bytes;

        private Stored(String name, Place place, byte[] bytes) {
            this.name = name;
            this.place = place;
            this.bytes = bytes;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Stored> read() throws IOException {
        try (InputStream in = KnownCves.class.getResourceAsStream("/cve/known-cves.txt")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            List<Stored> all = new ArrayList<>();
            for (String line : text.lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split(" \\| ", -1);
                    Place place = Place.valueOf(parts[1].toUpperCase(Locale.ROOT));
                    all.add(new Stored(parts[0], place, bytes(parts[2])));
                }
            }
            assertThat(all).hasSizeGreaterThan(30);
            return all;
        }
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : text.split(" ", -1)) {
            int star = word.indexOf('*');
            int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
            byte[] once = HexFormat.of().parseHex(star < 0 ? word : word.substring(0, star));
            for (int i = 0; i < times; i++) {
                bytes.writeBytes(once);
            }
        }
        return bytes.toByteArray();
    }
}
