package io.fieldgate.openvpn.control;

import java.util.ArrayList;
import java.util.List;

/// The words of one pushed option, as in a configuration file: parted by blanks, quoted with `"` or
/// `'`, a backslash takes the next character as it is.
public final class OptionWords {
    /// More words than this make no option that is known.
    public static final int MAX_WORDS = 64;

    private OptionWords() {}

    /// The words in order; none if the option is longer than [PushReply#MAX_OPTION], has too many
    /// words, or ends within quotes.
    public static List<String> of(String option) {
        if (option.length() > PushReply.MAX_OPTION) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean inWord = false;
        for (int i = 0; i < option.length(); i++) {
            char c = option.charAt(i);
            boolean escaped = c == '\\' && quote != '\'' && i + 1 < option.length();
            if (escaped) {
                word.append(option.charAt(++i));
                inWord = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote != 0 ? 0 : c;
                inWord = true;
            } else if (quote == 0 && (c == ' ' || c == '\t')) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote != 0 || words.size() > MAX_WORDS ? List.of() : List.copyOf(words);
    }
}
