package io.fieldgate.openvpn;

import java.util.List;

/// What a server pushed, read as a client reads it.
public final class HostilePush {
    private HostilePush() {}

    /// Reads pushed options; nothing may throw.
    public static void read(List<String> options) {
        PushedSettings settings = SettingsReader.read(options, 1500);
        if (settings.ignored().size() > PushedSettings.MAX_IGNORED) {
            throw new AssertionError("too much is kept");
        }
    }
}
