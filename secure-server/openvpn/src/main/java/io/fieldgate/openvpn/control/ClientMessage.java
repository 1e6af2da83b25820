package io.fieldgate.openvpn.control;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A text message from a client inside TLS.
public sealed interface ClientMessage {
    /// Longest text that is looked at, bytes; a longer one is [Other].
    int MAX_LENGTH = 4096;

    /// Head of an answer, base64 follows.
    String RESPONSE = "CR_RESPONSE,";

    /// The client wants its settings.
    record PushRequest() implements ClientMessage {}

    /// The client leaves.
    record Exit() implements ClientMessage {}

    /// The user's answer to a question in text (`CR_TEXT`).
    record ChallengeResponse(String text) implements ClientMessage {}

    /// Something this server has no use for.
    record Other() implements ClientMessage {}

    /// The messages in a piece of plaintext, see [TextPiece].
    static List<ClientMessage> read(byte[] plaintext) {
        return TextPiece.read(plaintext, ClientMessage::of);
    }

    private static ClientMessage of(byte[] plaintext, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return new Other();
        }
        String text = new String(plaintext, from, to - from, StandardCharsets.UTF_8).strip();
        return switch (text) {
            case "PUSH_REQUEST" -> new PushRequest();
            case "EXIT" -> new Exit();
            default -> text.startsWith(RESPONSE) ? response(text) : new Other();
        };
    }

    private static ClientMessage response(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(RESPONSE.length()));
            return new ChallengeResponse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return new Other();
        }
    }
}
