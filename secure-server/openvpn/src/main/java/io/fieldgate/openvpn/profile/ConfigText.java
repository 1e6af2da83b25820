package io.fieldgate.openvpn.profile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the text of a profile into its directives, blocks included, with OpenVPN 2's rules
/// (`read_config_file` and `read_inline_file` in its `options_parse.c`) and limits of our own.
///
/// Lines end with a line feed; a carriage return before it is white space. A block starts with
/// `<name>` alone on a line and ends at the first line that starts with `</name>`.
final class ConfigText {
    /// OpenVPN 3 takes files of this many bytes, OpenVPN 2 has no limit.
    static final int MAX_BYTES = 256 * 1024;

    /// Bytes of a line, in blocks and outside: what OpenVPN 3 takes. OpenVPN 2 takes 254 outside of
    /// blocks, and inside reads on after 255 as if there were a line end.
    static final int MAX_LINE_BYTES = 512;

    static final int MAX_BLOCK_BYTES = 64 * 1024;
    static final int MAX_DIRECTIVES = 4096;

    private static final int OPENVPN_2_PIECE = 255;
    private static final String SHORTEN = "shorten it";

    private final Findings findings;
    private final List<ConfigLine> directives = new ArrayList<>();
    private final String text;
    private int at;
    private int lineNumber;

    private ConfigText(String text, int lineBefore, Findings findings) {
        this.text = text;
        this.lineNumber = lineBefore;
        this.findings = findings;
    }

    /// The directives of a text; what cannot be read goes to the findings.
    ///
    /// @param lineBefore number of the line before the text: 0 for a file
    static List<ConfigLine> read(String text, int lineBefore, Findings findings) {
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        ConfigText reader = new ConfigText(withoutMark, lineBefore, findings);
        while (reader.at < withoutMark.length() && !findings.areFull()) {
            reader.readDirective();
        }
        return reader.directives;
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void readDirective() {
        String line = nextLine();
        int number = lineNumber;
        List<String> words;
        try {
            checkLength(line);
            words = ConfigWords.split(line);
        } catch (Refusal refusal) {
            findings.refuse(number, "", refusal);
            return;
        }
        if (words.isEmpty()) {
            return;
        }
        String first = words.getFirst();
        String name = first.length() >= 3 && first.startsWith("--") ? first.substring(2) : first;
        Optional<String> block = Optional.empty();
        if (words.size() == 1 && name.startsWith("<") && name.endsWith(">")) {
            name = name.substring(1, name.length() - 1);
            try {
                block = Optional.of(readBlock("</" + name + ">"));
            } catch (Refusal refusal) {
                findings.refuse(number, name, refusal);
                return;
            }
        }
        if (directives.size() == MAX_DIRECTIVES) {
            findings.refuse(number, "", new Refusal("is one directive too many", SHORTEN));
            at = text.length();
            return;
        }
        List<String> arguments = words.subList(1, words.size());
        directives.add(new ConfigLine(number, name, arguments, block));
    }

    private String readBlock(String closeTag) throws Refusal {
        StringBuilder content = new StringBuilder();
        @Nullable Refusal flaw = null;
        while (at < text.length()) {
            String line = nextLine();
            if (line.stripLeading().startsWith(closeTag)) {
                if (flaw != null) {
                    throw flaw;
                }
                return content.toString();
            }
            try {
                checkLength(line);
                if (utf8Length(line) > OPENVPN_2_PIECE && line.contains(closeTag)) {
                    throw new Refusal("has its end inside a long line", "end it on its own line");
                }
                if (content.length() + line.length() > MAX_BLOCK_BYTES) {
                    throw new Refusal("is a block of more than 65536 bytes", SHORTEN);
                }
                content.append(line);
            } catch (Refusal refusal) {
                flaw = refusal;
            }
        }
        throw new Refusal("is a block without an end", "add a line " + closeTag);
    }

    /// The next line with its line feed, if there is one.
    private String nextLine() {
        int feed = text.indexOf('\n', at);
        int end = feed < 0 ? text.length() : feed + 1;
        String line = text.substring(at, end);
        at = end;
        lineNumber++;
        return line;
    }

    private static void checkLength(String line) throws Refusal {
        if (utf8Length(withoutEnd(line)) > MAX_LINE_BYTES) {
            throw new Refusal(
                    "is a line of more than 512 bytes (OpenVPN 2 itself takes 254)", SHORTEN);
        }
    }

    private static String withoutEnd(String line) {
        int end = line.endsWith("\n") ? line.length() - 1 : line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
