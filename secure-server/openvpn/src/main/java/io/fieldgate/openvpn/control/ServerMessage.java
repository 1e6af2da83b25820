package io.fieldgate.openvpn.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/// A text message from a server inside TLS.
///
/// Total: what is too long, no UTF-8, or has control characters is [Other], as is what is unknown.
public sealed interface ServerMessage {
    /// Longest text that is looked at, bytes.
    int MAX_LENGTH = 4096;

    /// Settings, or a part of them.
    ///
    /// @param text the options, separated by commas; [PushedParts] joins the parts
    record PushReply(String text) implements ServerMessage {}

    /// Changes to settings, or a part of them.
    record PushUpdate(String text) implements ServerMessage {}

    /// The peer was refused.
    ///
    /// @param reason may be empty; may begin with `TEMP`, `CRV1:` or `SESSION`
    record AuthFailed(String reason) implements ServerMessage {}

    /// The server waits for something before it decides.
    ///
    /// @param timeoutSeconds how long, if it says so
    record AuthPending(OptionalLong timeoutSeconds) implements ServerMessage {}

    /// Something for the user, or a request to answer a challenge.
    record Notice(String text) implements ServerMessage {}

    /// Come back.
    ///
    /// @param text may begin with flags in brackets
    record Restart(String text) implements ServerMessage {}

    /// Stay away.
    ///
    /// @param text may begin with flags in brackets
    record Halt(String text) implements ServerMessage {}

    /// The server leaves.
    record Exit() implements ServerMessage {}

    /// Something that a client has no use for.
    record Other() implements ServerMessage {}

    /// The messages in a piece of plaintext, see [TextPiece].
    static List<ServerMessage> read(byte[] plaintext) {
        return TextPiece.read(plaintext, ServerMessage::of);
    }

    private static ServerMessage of(byte[] plaintext, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return new Other();
        }
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(plaintext, from, to - from))
                            .toString()
                            .stripTrailing();
        } catch (CharacterCodingException _) {
            return new Other();
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return new Other();
        }
        int comma = text.indexOf(',');
        String name = comma < 0 ? text : text.substring(0, comma);
        return of(name, comma < 0 ? "" : text.substring(comma + 1));
    }

    private static ServerMessage of(String name, String rest) {
        return switch (name) {
            case "PUSH_REPLY" -> new PushReply(rest);
            case "PUSH_UPDATE" -> new PushUpdate(rest);
            case "AUTH_FAILED" -> new AuthFailed(rest);
            case "AUTH_PENDING" -> new AuthPending(timeout(rest));
            case "INFO", "INFO_PRE" -> new Notice(rest);
            case "RESTART" -> new Restart(rest);
            case "HALT" -> new Halt(rest);
            case "EXIT" -> new Exit();
            default -> new Other();
        };
    }

    private static OptionalLong timeout(String keywords) {
        for (String keyword : keywords.split(",", 16)) {
            if (keyword.startsWith("timeout ")) {
                return Digits.parse(keyword.substring(8));
            }
        }
        return OptionalLong.empty();
    }
}
