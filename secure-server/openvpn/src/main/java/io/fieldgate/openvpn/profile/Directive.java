package io.fieldgate.openvpn.profile;

import java.util.List;

/// One directive of a profile to be written.
sealed interface Directive {
    /// Bytes of a line without its end: OpenVPN 2 reads 256 at once, end included, and refuses a
    /// line that fills them.
    int MAX_LINE_BYTES = 254;

    /// Its text, with a line feed.
    String text();

    /// A name and its values, on one line. Values that are not plain words are quoted.
    record Line(String name, List<String> values) implements Directive {
        public Line {
            values = List.copyOf(values);
            if (ConfigText.utf8Length(text(name, values)) > MAX_LINE_BYTES) {
                throw new IllegalArgumentException(name + " is too long for a line of a profile");
            }
            if (values.stream()
                    .anyMatch(value -> !value.codePoints().allMatch(PlainText::isShown))) {
                throw new IllegalArgumentException(name + " has a character that does not show");
            }
        }

        @Override
        public String text() {
            return text(name, values) + "\n";
        }

        private static String text(String name, List<String> values) {
            StringBuilder text = new StringBuilder(name);
            values.forEach(value -> text.append(' ').append(ConfigWords.quote(value)));
            return text.toString();
        }
    }

    /// A block of PEM text, which was written from decoded bytes.
    record Block(String name, String pem) implements Directive {
        @Override
        public String text() {
            return "<" + name + ">\n" + pem + "</" + name + ">\n";
        }

        @Override
        public String toString() {
            return "Block[" + name + "]";
        }
    }

    /// A line for whoever opens the file; fixed text only.
    record Comment(String line) implements Directive {
        @Override
        public String text() {
            return "# " + line + "\n";
        }
    }

    static Line of(String name, String... values) {
        return new Line(name, List.of(values));
    }
}
