package io.fieldgate.openvpn.control;

import java.util.ArrayList;
import java.util.List;

/// A piece of plaintext as the text messages that it holds; each ends with a NUL.
final class TextPiece {
    /// Most messages of one piece that are looked at. Peers send one, or a few that became one
    /// piece because packets were late; a piece full of messages of one character is no honest one.
    static final int MAX_MESSAGES = 64;

    private TextPiece() {}

    /// The messages in order; empty ones are none.
    static <M> List<M> read(byte[] plaintext, Reader<M> reader) {
        List<M> messages = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= plaintext.length && messages.size() < MAX_MESSAGES; i++) {
            if (i == plaintext.length || plaintext[i] == 0) {
                if (i > start) {
                    messages.add(reader.read(plaintext, start, i));
                }
                start = i + 1;
            }
        }
        return messages;
    }

    /// Reads the message between two places of a piece.
    interface Reader<M> {
        M read(byte[] plaintext, int from, int to);
    }
}
