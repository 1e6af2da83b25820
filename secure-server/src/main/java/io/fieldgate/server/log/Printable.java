package io.fieldgate.server.log;

/// Text from a peer, made fit for a log line or a report: printable ASCII, bounded.
public final class Printable {
    private Printable() {}

    /// At most `limit` characters; every character that is not printable ASCII becomes `_`.
    public static String of(String text, int limit) {
        int length = Math.min(text.length(), limit);
        StringBuilder printable = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c <= '~' ? c : '_');
        }
        return printable.toString();
    }
}
