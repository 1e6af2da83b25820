package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Digits;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Reads what servers say in words: refusals, restarts and questions.
final class ServerWords {
    private static final int MAX_TEXT = 1024;
    private static final int MAX_URL = 2048;
    private static final Pattern URL = Pattern.compile("https://[!-~]+");

    private ServerWords() {}

    /// What an `AUTH_FAILED` means.
    ///
    /// @param withToken whether the token was shown
    static ClientEnd refusal(String reason, boolean withToken) {
        if (reason.startsWith("TEMP")) {
            return busy(reason.substring(4));
        }
        return DynamicChallenge.parse(reason)
                .<ClientEnd>map(ClientEnd.Challenged::new)
                .orElseGet(() -> new ClientEnd.AuthFailed(text(reason), withToken));
    }

    /// `[backoff 3,advance no]:text`, or text
    private static ClientEnd busy(String rest) {
        Words words = Words.of(rest);
        Optional<Duration> backoff = Optional.empty();
        ClientEnd.Advance advance = ClientEnd.Advance.UNSPECIFIED;
        for (String flag : words.flags.split(",", 16)) {
            if (flag.startsWith("backoff ")) {
                OptionalLong seconds = Digits.parse(flag.substring(8));
                backoff = seconds.isPresent() ? Optional.of(bounded(seconds.getAsLong())) : backoff;
            } else if (flag.startsWith("advance ")) {
                advance = advance(flag.substring(8));
            }
        }
        return new ClientEnd.Busy(text(words.text), backoff, advance);
    }

    private static Duration bounded(long seconds) {
        Duration most = ClientEnd.Busy.MAX_BACKOFF;
        return seconds > most.toSeconds() ? most : Duration.ofSeconds(seconds);
    }

    private static ClientEnd.Advance advance(String how) {
        return switch (how) {
            case "no" -> ClientEnd.Advance.NO;
            case "remote" -> ClientEnd.Advance.REMOTE;
            case "addr" -> ClientEnd.Advance.ADDRESS;
            default -> ClientEnd.Advance.UNSPECIFIED;
        };
    }

    /// `[P]:text`: P keeps the credentials, N goes to the next remote.
    static ClientEnd restart(String rest) {
        Words words = Words.of(rest);
        return new ClientEnd.Restart(
                text(words.text),
                words.flags.indexOf('P') >= 0,
                words.flags.indexOf('N') >= 0
                        ? ClientEnd.Advance.REMOTE
                        : ClientEnd.Advance.UNSPECIFIED);
    }

    static ClientEnd halt(String rest) {
        return new ClientEnd.Halt(text(Words.of(rest).text));
    }

    /// What an `INFO` wants of the user.
    static ClientEvent information(String info) {
        if (info.startsWith("CR_TEXT:")) {
            String[] parts = info.split(":", 3);
            if (parts.length == 3) {
                return new ClientEvent.TextChallenge(
                        text(parts[2]), hasFlag(parts[1], "R"), hasFlag(parts[1], "E"));
            }
        }
        if (info.startsWith("WEB_AUTH:")) {
            String[] parts = info.split(":", 3);
            if (parts.length == 3 && isUrl(parts[2])) {
                return new ClientEvent.WebSignIn(parts[2], text(parts[1]));
            }
        }
        if (info.startsWith("OPEN_URL:") && isUrl(info.substring(9))) {
            return new ClientEvent.WebSignIn(info.substring(9), "");
        }
        return new ClientEvent.Information(text(info));
    }

    /// The answer to a text challenge.
    static String response(byte[] response) {
        return "CR_RESPONSE," + Base64.getEncoder().encodeToString(response);
    }

    private static boolean hasFlag(String flags, String flag) {
        return ("," + flags + ",").contains("," + flag + ",");
    }

    private static boolean isUrl(String text) {
        return text.length() <= MAX_URL && URL.matcher(text).matches();
    }

    private static String text(String text) {
        return PrintableText.of(text, MAX_TEXT);
    }

    /// Flags in brackets, and what follows.
    private record Words(String flags, String text) {
        static Words of(String rest) {
            int end = rest.startsWith("[") ? rest.indexOf(']') : -1;
            String flags = end < 0 ? "" : rest.substring(1, end);
            String text = rest.substring(end + 1);
            return new Words(flags, text.startsWith(":") ? text.substring(1) : text);
        }
    }
}
