package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.PushedParts;
import io.fieldgate.openvpn.control.ServerMessage;
import io.fieldgate.openvpn.fuzz.Bounds;
import io.fieldgate.openvpn.fuzz.FuzzInput;
import java.util.List;
import java.util.Optional;

/// A server that has proven who it is and says whatever the fuzzer says.
public final class HostileWords {
    private HostileWords() {}

    /// A target.
    public static void run(FuzzInput input, Bounds bounds) {
        byte[] plaintext = input.rest();
        PushedParts pushed = new PushedParts();
        PushedParts updates = new PushedParts();
        PushedOptions options = new PushedOptions(List.of("route 10.0.0.0 255.0.0.0", "ping 10"));
        bounds.packet(() -> {
            for (ServerMessage message : ServerMessage.read(plaintext)) {
                hear(message, pushed, updates, options);
            }
        });
    }

    private static void hear(
            ServerMessage message, PushedParts pushed, PushedParts updates, PushedOptions options) {
        switch (message) {
            case ServerMessage.PushReply(String text) ->
                    parts(pushed, text).ifPresent(all -> read(all));
            case ServerMessage.PushUpdate(String text) ->
                    parts(updates, text)
                            .ifPresent(changes -> {
                                options.update(changes);
                                read(options.options());
                            });
            case ServerMessage.AuthFailed(String reason) -> ServerWords.refusal(reason, false);
            case ServerMessage.Notice(String text) -> ServerWords.information(text);
            case ServerMessage.Restart(String text) -> ServerWords.restart(text);
            case ServerMessage.Halt(String text) -> ServerWords.halt(text);
            case ServerMessage.AuthPending _, ServerMessage.Exit _, ServerMessage.Other _ -> {}
        }
    }

    private static Optional<List<String>> parts(PushedParts parts, String text) {
        try {
            return parts.add(text);
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    private static void read(List<String> options) {
        PushedSettings settings = SettingsReader.read(options, 1500);
        assertThat(settings.mtu()).isBetween(576, 1500);
        for (String ignored : settings.ignored()) {
            assertThat(ignored.chars().allMatch(c -> c >= ' ' && c <= '~')).isTrue();
        }
        new ClientCredentials(() -> Credentials.NONE).learn(options);
    }
}
