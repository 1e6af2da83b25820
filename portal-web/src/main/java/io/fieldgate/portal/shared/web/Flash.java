package io.fieldgate.portal.shared.web;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The one sentence that the next page says about the step just taken.
public final class Flash {
    private Flash() {}

    /// It worked.
    public static void done(RedirectAttributes next, String sentence) {
        next.addFlashAttribute("done", sentence);
    }

    /// It worked, but there may be something to know.
    ///
    /// @param what was done, without a full stop
    public static void done(RedirectAttributes next, String what, @Nullable String warning) {
        if (warning == null) {
            done(next, what + ".");
        } else {
            trouble(next, what + ", but: " + warning);
        }
    }

    /// It did not work, and what to do.
    public static void trouble(RedirectAttributes next, String sentence) {
        next.addFlashAttribute("trouble", sentence);
    }
}
