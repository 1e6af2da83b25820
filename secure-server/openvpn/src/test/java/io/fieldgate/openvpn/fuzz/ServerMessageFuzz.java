package io.fieldgate.openvpn.fuzz;

import io.fieldgate.openvpn.HostilePush;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.OptionWords;
import io.fieldgate.openvpn.control.PushedParts;
import io.fieldgate.openvpn.control.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Text messages from a server inside TLS, and the options that it pushes.
public final class ServerMessageFuzz {
    private ServerMessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ServerMessageFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        PushedParts parts = new PushedParts();
        boolean bare = input.bit();
        while (input.hasMore()) {
            byte[] bytes = input.counted();
            bounds.packet(() -> {
                for (ServerMessage message : messages(bytes, bare)) {
                    take(message, parts);
                }
            });
        }
    }

    private static List<ServerMessage> messages(byte[] bytes, boolean bare) {
        return bare
                ? ServerMessage.read(bytes)
                : List.of(new ServerMessage.PushReply(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static void take(ServerMessage message, PushedParts parts) {
        try {
            if (message instanceof ServerMessage.PushReply(String text)) {
                parts.add(text)
                        .ifPresent(options -> {
                            options.forEach(OptionWords::of);
                            HostilePush.read(options);
                        });
            }
        } catch (MalformedMessageException refused) {
            // The session would end.
        }
    }
}
