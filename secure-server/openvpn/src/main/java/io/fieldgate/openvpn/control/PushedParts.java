package io.fieldgate.openvpn.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Joins pushed options that come in several messages.
///
/// All parts but the last say `push-continuation 2`, the last says `push-continuation 1` or
/// nothing.
public final class PushedParts {
    /// Most options in all parts together.
    public static final int MAX_OPTIONS = 8192;

    /// Longest text of all parts together.
    public static final int MAX_CHARACTERS = 512 * 1024;

    private static final String CONTINUATION = "push-continuation";
    private static final String MORE = CONTINUATION + " 2";

    private List<String> options = new ArrayList<>();
    private int characters;

    /// Takes one part.
    ///
    /// @param text options separated by commas
    /// @return all options in order, once they are complete
    public Optional<List<String>> add(String text) throws MalformedMessageException {
        characters += text.length();
        boolean more = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ',') {
                String option = text.substring(start, i).strip();
                start = i + 1;
                if (option.equals(CONTINUATION) || option.startsWith(CONTINUATION + " ")) {
                    more = option.equals(MORE);
                } else if (!option.isEmpty()) {
                    options.add(option);
                }
            }
        }
        if (options.size() > MAX_OPTIONS || characters > MAX_CHARACTERS) {
            throw new MalformedMessageException("too many options were pushed");
        }
        if (more) {
            return Optional.empty();
        }
        List<String> all = options;
        options = new ArrayList<>();
        characters = 0;
        return Optional.of(all);
    }
}
