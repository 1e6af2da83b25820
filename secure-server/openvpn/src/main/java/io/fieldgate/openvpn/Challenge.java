package io.fieldgate.openvpn;

import java.time.Duration;
import java.util.Locale;

/// What a peer's user is asked while its connection waits (`AUTH_PENDING`), for clients that say in
/// `IV_SSO` that they can ask it.
public sealed interface Challenge {
    /// Longest text that stock clients hand on to their user interface.
    int MAX_TEXT = 240;

    /// How long the client shall wait for the verdict; whole seconds.
    Duration timeout();

    /// The name in `IV_SSO` of a client that can do it.
    String method();

    /// The `INFO_PRE` message's text.
    String text();

    /// A question to be answered in text; the answer comes as [Event.ChallengeAnswered].
    ///
    /// @param question shown to the user; printable ASCII
    /// @param echo whether the answer may be seen while it is typed
    record TextQuestion(String question, boolean echo, Duration timeout) implements Challenge {
        public TextQuestion {
            requirePrintable(question);
        }

        @Override
        public String method() {
            return "crtext";
        }

        @Override
        public String text() {
            return "CR_TEXT:" + (echo ? "R,E" : "R") + ":" + question;
        }
    }

    /// A web page to sign in at; the verdict comes from there.
    ///
    /// @param url https
    /// @param external whether the client shall use the system's browser and not a view of its own
    record WebSignIn(String url, boolean external, Duration timeout) implements Challenge {
        public WebSignIn {
            requireUrl(url);
        }

        @Override
        public String method() {
            return "webauth";
        }

        @Override
        public String text() {
            return "WEB_AUTH:" + (external ? "external" : "") + ":" + url;
        }
    }

    /// The older form of [WebSignIn].
    record OpenUrl(String url, Duration timeout) implements Challenge {
        public OpenUrl {
            requireUrl(url);
        }

        @Override
        public String method() {
            return "openurl";
        }

        @Override
        public String text() {
            return "OPEN_URL:" + url;
        }
    }

    private static void requireUrl(String url) {
        requirePrintable(url);
        if (!url.toLowerCase(Locale.ROOT).startsWith("https://")) {
            throw new IllegalArgumentException("sign-in pages are https");
        }
    }

    private static void requirePrintable(String text) {
        // 16 characters for the keyword and its flags.
        if (text.length() > MAX_TEXT - 16 || !text.equals(PrintableText.of(text))) {
            throw new IllegalArgumentException("not a text that every client can show");
        }
    }
}
