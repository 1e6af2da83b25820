package io.fieldgate.openvpn;

/// Text from one side that another side will show or log: printable ASCII, bounded.
final class PrintableText {
    private PrintableText() {}

    /// Every other character becomes `_`.
    static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c <= '~' ? c : '_');
        }
        return printable.toString();
    }

    /// At most `limit` characters of it.
    static String of(String text, int limit) {
        return of(text.length() > limit ? text.substring(0, limit) : text);
    }
}
