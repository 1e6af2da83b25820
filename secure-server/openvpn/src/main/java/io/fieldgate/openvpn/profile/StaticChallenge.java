package io.fieldgate.openvpn.profile;

/// The question for a second factor that the client asks beside name and password.
///
/// @param text what the person reads: 1 to 80 printable characters of any script
/// @param echo whether the answer is shown while it is typed
/// @param encoding how the client sends the answer
public record StaticChallenge(String text, boolean echo, Encoding encoding) {
    /// How the answer goes with the password.
    public enum Encoding {
        /// As `SCRV1:` and both in Base64; all clients.
        SCRV1,
        /// Appended to the password; OpenVPN 2.7 only.
        CONCAT
    }

    private static final int MAX_LENGTH = 80;

    /// @throws IllegalArgumentException if the text is not fit to be shown on one line
    public StaticChallenge {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > MAX_LENGTH || text.isBlank()) {
            throw new IllegalArgumentException("a challenge has 1 to 80 characters");
        }
        // Quotes and backslashes may double.
        if (ConfigText.utf8Length(ConfigWords.quote(text)) > Directive.MAX_LINE_BYTES - 32) {
            throw new IllegalArgumentException("the challenge is too long for a line of a profile");
        }
        if (!text.codePoints().allMatch(PlainText::isShown)) {
            throw new IllegalArgumentException("a challenge has printable characters only");
        }
    }

    /// A challenge for all clients.
    public StaticChallenge(String text, boolean echo) {
        this(text, echo, Encoding.SCRV1);
    }
}
