package io.fieldgate.openvpn.profile;

/// Which characters may stand in a text for people.
final class PlainText {
    private PlainText() {}

    /// Whether a code point shows as itself on one line: no control or format character, no line
    /// end, no half of a pair, none without a meaning.
    static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
