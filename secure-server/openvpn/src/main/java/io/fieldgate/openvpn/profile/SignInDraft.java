package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.profile.PasswordSignIn.Retry;
import io.fieldgate.openvpn.profile.PasswordSignIn.Stored;
import io.fieldgate.openvpn.profile.StaticChallenge.Encoding;
import java.util.List;
import java.util.Optional;

/// Name, password and second factor.
final class SignInDraft implements Section {
    private static final int MAX_STORED_LENGTH = 128;

    private final Findings findings;
    private boolean asked;
    private Optional<Stored> stored = Optional.empty();
    private Optional<StaticChallenge> challenge = Optional.empty();
    private Retry retry = Retry.NONE;
    private boolean forget;
    private int challengeLine;

    SignInDraft(Findings findings) {
        this.findings = findings;
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "auth-user-pass" -> takePassword(line);
            case "auth-retry" -> retry = retryNamed(line.word());
            case "auth-nocache" -> {
                line.words(0, 0);
                forget = true;
            }
            case "static-challenge" -> {
                challenge = Optional.of(challengeOf(line.words(2, 3)));
                challengeLine = line.number();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean isAsked() {
        return asked;
    }

    Optional<PasswordSignIn> build() {
        if (challenge.isPresent() && !asked) {
            findings.refuse(
                    challengeLine,
                    "static-challenge",
                    new Refusal("needs name and password beside it", "add auth-user-pass"));
        }
        return asked
                ? Optional.of(new PasswordSignIn(stored, challenge, retry, forget))
                : Optional.empty();
    }

    private void takePassword(ConfigLine line) throws Refusal {
        asked = true;
        if (line.block().isPresent()) {
            stored = Optional.of(storedIn(line.block().get()));
        } else if (!line.arguments().isEmpty()) {
            throw new Refusal(
                    "names a file outside the profile",
                    "leave the file name out, or put name and password in a block"
                            + " <auth-user-pass>");
        }
    }

    private static Stored storedIn(String block) throws Refusal {
        List<String> lines = block.lines().map(SignInDraft::withoutReturn).toList();
        if (lines.size() != 2 || lines.stream().anyMatch(SignInDraft::isNoStoredText)) {
            throw new Refusal(
                    "is no block of a name and a password",
                    "write the name on one line and the password on the next, at most 128"
                            + " characters each");
        }
        return new Stored(lines.getFirst(), lines.getLast());
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static boolean isNoStoredText(String line) {
        return line.isEmpty()
                || line.length() > MAX_STORED_LENGTH
                || line.chars().anyMatch(Character::isISOControl);
    }

    private static Retry retryNamed(String word) throws Refusal {
        return switch (word) {
            case "none" -> Retry.NONE;
            case "interact" -> Retry.INTERACT;
            case "nointeract" -> Retry.NOINTERACT;
            default ->
                    throw new Refusal("has an unknown value", "use none, interact or nointeract");
        };
    }

    private static StaticChallenge challengeOf(List<String> words) throws Refusal {
        boolean echo = ConfigLine.number(words.get(1), 0, 1) == 1;
        Encoding encoding =
                switch (words.size() == 3 ? words.get(2) : "scrv1") {
                    case "scrv1" -> Encoding.SCRV1;
                    case "concat" -> Encoding.CONCAT;
                    default -> throw new Refusal("has an unknown encoding", "use scrv1 or concat");
                };
        try {
            return new StaticChallenge(words.getFirst(), echo, encoding);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "has no text of 1 to 80 printable characters", "correct or shorten the text");
        }
    }
}
