package io.fieldgate.openvpn.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client program.
///
/// @param about its own words about itself
/// @param tun whether it gets a network interface, which needs a network namespace of its own and
///   root; else it throws packets away
record Program(Path path, Kind kind, String version, String about, boolean tun) {
    private static final Pattern VERSION = Pattern.compile("OpenVPN (?:core )?(\\d+\\.\\d+\\S*)");

    enum Kind {
        /// The C program, 2.4 to 2.7.
        OPENVPN_2,
        /// The test client of OpenVPN 3, with a null tunnel.
        OPENVPN_3
    }

    static Program of(Path path, Kind kind, boolean tun) throws IOException {
        Process process =
                new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.find()) {
            throw new IOException(path + " does not say its version: " + text);
        }
        List<String> about =
                text.lines()
                        .filter(line -> line.contains("OpenVPN ") || line.startsWith("library"))
                        .filter(line -> !line.contains("Copyright") && !line.contains("cli "))
                        .toList();
        return new Program(path, kind, matcher.group(1), String.join("; ", about), tun);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /// Whether it is older than 2.5, so that it knows neither tls-crypt-v2 nor `data-ciphers`.
    boolean isBefore25() {
        return version.startsWith("2.4");
    }

    /// The command that connects by a profile.
    ///
    /// @param credentials a file with name and password
    List<String> command(Path profile, Setting.User user, Path credentials) {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        switch (kind) {
            case OPENVPN_2 -> {
                command.addAll(List.of("--config", profile.toString()));
                if (!tun) {
                    command.addAll(List.of("--dev", "null", "--ifconfig-noexec", "--route-noexec"));
                }
                if (user.signsIn()) {
                    command.addAll(List.of("--auth-user-pass", credentials.toString()));
                }
            }
            case OPENVPN_3 -> {
                if (user.signsIn()) {
                    command.addAll(List.of("-u", SecondFactor.USER, "-p", SecondFactor.PASS));
                    command.addAll(List.of("-r", user.types()));
                }
                if (!user.sso().isEmpty()) {
                    command.addAll(List.of("-S", user.sso()));
                }
                command.add(profile.toString());
            }
        }
        return command;
    }

    /// What it logs each time the tunnel is up.
    String up() {
        return switch (kind) {
            case OPENVPN_2 -> "Initialization Sequence Completed";
            case OPENVPN_3 -> "EVENT: CONNECTED";
        };
    }

    /// What it logs about a profile that it does not take.
    List<String> refusals() {
        return switch (kind) {
            case OPENVPN_2 -> List.of("Options error", "Unrecognized option", "unsupported");
            case OPENVPN_3 -> List.of("option_error", "UNUSED_OPTIONS", "OPTIONS_ERROR");
        };
    }
}
