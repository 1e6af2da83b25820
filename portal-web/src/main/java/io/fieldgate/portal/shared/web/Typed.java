package io.fieldgate.portal.shared.web;

import org.jspecify.annotations.Nullable;

/// What a browser sent for a field: absent means empty, and nobody means the blanks at the ends.
public final class Typed {
    private Typed() {}

    /// A field of one line.
    public static String line(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }

    /// A field of several lines. Browsers send line ends as CR LF; one LF is meant.
    public static String text(@Nullable String sent) {
        return sent == null ? "" : sent.replace("\r\n", "\n").strip();
    }
}
