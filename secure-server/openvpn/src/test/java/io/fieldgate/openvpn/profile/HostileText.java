package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.Random;

/// Text that tries to become more than a value.
final class HostileText {
    private static final List<String> PIECES =
            List.of(
                    "\n",
                    "\r\n",
                    "\r",
                    "\0",
                    "\t",
                    "\u000b",
                    "\u0085",
                    "\u2028",
                    "\u202e",
                    "\ufeff",
                    "\"",
                    "'",
                    "\\",
                    "\\\"",
                    "\\\\",
                    "`",
                    "$(id)",
                    "%s%n",
                    ";",
                    "#",
                    " ",
                    "  ",
                    "</ca>",
                    "<ca>",
                    "\n</ca>\n",
                    "<connection>",
                    "[[INLINE]]",
                    "[inline]",
                    "--up",
                    "up /bin/sh",
                    "\nup /bin/sh\n",
                    "script-security 2",
                    "setenv UV_A b",
                    "-----BEGIN CERTIFICATE-----",
                    "..",
                    "/",
                    "../",
                    "-",
                    ".",
                    ":",
                    "::1",
                    "1.2.3.4",
                    "ü",
                    "é",
                    "漢字",
                    "Ω",
                    "👍",
                    "\ud800",
                    "\u0661",
                    "ﬁ",
                    "a",
                    "B",
                    "z9",
                    "0",
                    "_");

    private HostileText() {}

    static String next(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(
                    random.nextInt(4) == 0
                            ? Character.toString(random.nextInt(0x250))
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
