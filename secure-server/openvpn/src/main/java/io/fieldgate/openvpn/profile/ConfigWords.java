package io.fieldgate.openvpn.profile;

import java.util.ArrayList;
import java.util.List;

/// Splits one line into words as OpenVPN 2 does (`parse_line` in its `options_parse.c`).
///
/// A word ends at white space. `"…"` keeps white space and obeys backslashes, `'…'` keeps all; both
/// are quotes only at the start of a word and end it. A backslash may stand before a backslash, a
/// double quote or white space, nothing else. `#` and `;` start a comment only at the start of a
/// word.
final class ConfigWords {
    /// OpenVPN reads this many words; more are an error here, where it drops them in silence.
    static final int MAX_WORDS = 16;

    private static final char END = '\0';

    private enum State {
        BETWEEN,
        PLAIN,
        DOUBLE_QUOTED,
        SINGLE_QUOTED
    }

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private State state = State.BETWEEN;
    private boolean escaped;

    private ConfigWords() {}

    /// The words of a line; none if it is empty or a comment.
    ///
    /// @param line without a zero character; with its line feed if it has one
    static List<String> split(String line) throws Refusal {
        ConfigWords parser = new ConfigWords();
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : END;
            if (!parser.take(c)) {
                break;
            }
        }
        return parser.finish();
    }

    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == END;
    }

    /// The word in a form that OpenVPN 2 and OpenVPN 3 both read as this word.
    static String quote(String word) {
        if (!word.isEmpty() && word.chars().allMatch(ConfigWords::isSafe)) {
            return word;
        }
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isSafe(int c) {
        return c > ' ' && c < 0x7f && "\"'\\#;<>".indexOf(c) < 0;
    }

    /// @return false where a comment starts
    private boolean take(char c) throws Refusal {
        if (!escaped && c == '\\' && state != State.SINGLE_QUOTED) {
            escaped = true;
            return true;
        }
        boolean goesOn =
                switch (state) {
                    case BETWEEN -> start(c);
                    case PLAIN -> plain(c);
                    case DOUBLE_QUOTED -> quoted(c, !escaped && c == '"');
                    case SINGLE_QUOTED -> quoted(c, c == '\'');
                };
        escaped = false;
        return goesOn;
    }

    private boolean start(char c) throws Refusal {
        if (isSpace(c)) {
            return true;
        }
        if (c == ';' || c == '#') {
            return false;
        }
        if (!escaped && c == '"') {
            state = State.DOUBLE_QUOTED;
        } else if (!escaped && c == '\'') {
            state = State.SINGLE_QUOTED;
        } else {
            state = State.PLAIN;
            append(c);
        }
        return true;
    }

    private boolean plain(char c) throws Refusal {
        if (!escaped && isSpace(c)) {
            end();
        } else {
            append(c);
        }
        return true;
    }

    private boolean quoted(char c, boolean closes) throws Refusal {
        if (closes) {
            end();
        } else {
            append(c);
        }
        return true;
    }

    private void append(char c) throws Refusal {
        if (c == END) {
            return;
        }
        if (escaped && c != '\\' && c != '"' && !isSpace(c)) {
            throw new Refusal(
                    "has a backslash before a character that needs none",
                    "write two backslashes where one is meant");
        }
        word.append(c);
    }

    private void end() throws Refusal {
        if (words.size() == MAX_WORDS) {
            throw new Refusal("has more than 16 words", "shorten the line");
        }
        words.add(word.toString());
        word.setLength(0);
        state = State.BETWEEN;
    }

    private List<String> finish() throws Refusal {
        if (state != State.BETWEEN) {
            throw new Refusal(
                    state == State.PLAIN
                            ? "ends with a backslash"
                            : "has an opening quote without a closing one",
                    "close the quote or remove it");
        }
        return List.copyOf(words);
    }
}
