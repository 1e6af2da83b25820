package io.fieldgate.portal.shared.web;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The one sentence that the next page says about the step just taken.
public final class Flash {
    private Flash() {}

    /// It worked.
    public static void done(RedirectAttributes next, String sentence) {
        next.addFlashAttribute("done", sentence);
    }

    /// It did not work, and what to do.
    public static void trouble(RedirectAttributes next, String sentence) {
        next.addFlashAttribute("trouble", sentence);
    }
}
