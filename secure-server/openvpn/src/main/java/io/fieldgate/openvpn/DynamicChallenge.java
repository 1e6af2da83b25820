package io.fieldgate.openvpn;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A question that the server asks instead of letting the peer in (`CRV1`): the answer is the
/// password of the next connection.
///
/// @param text for the user, printable ASCII
/// @param wantsResponse whether the user shall type something
/// @param echo whether what is typed may be seen
/// @param state for the server, opaque
/// @param username to come back with
public record DynamicChallenge(
        String text, boolean wantsResponse, boolean echo, String state, String username) {
    private static final int MAX_TEXT = 1024;
    private static final int PARTS = 5;

    /// Reads `CRV1:flags:state:base64 of the user name:text`.
    static Optional<DynamicChallenge> parse(String reason) {
        String[] parts = reason.split(":", PARTS);
        if (parts.length != PARTS || !parts[0].equals("CRV1")) {
            return Optional.empty();
        }
        String username;
        try {
            byte[] name = Base64.getDecoder().decode(parts[3]);
            username = new String(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        List<String> flags = List.of(parts[1].split(",", 8));
        return Optional.of(
                new DynamicChallenge(
                        PrintableText.of(parts[4], MAX_TEXT),
                        flags.contains("R"),
                        flags.contains("E"),
                        parts[2],
                        username));
    }

    /// What to connect with next.
    ///
    /// @param response what the user typed; empty if none was wanted
    public Credentials credentials(String response) {
        return new Credentials(username, "CRV1::" + state + "::" + response);
    }
}
