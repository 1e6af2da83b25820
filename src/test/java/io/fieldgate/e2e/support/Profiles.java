package io.fieldgate.e2e.support;

import java.util.stream.Collectors;

/// What a person does to a profile by hand.
public final class Profiles {
    private Profiles() {}

    /// Fills the line with which a node announces its subnets.
    public static String announcing(String profile, String subnets) {
        return profile.lines()
                        .filter(line -> !line.contains("UV_FIELDGATE_SUBNETS"))
                        .collect(Collectors.joining("\n"))
                + "\nsetenv UV_FIELDGATE_SUBNETS \""
                + subnets
                + "\"\n";
    }

    /// Dials another address with `udp6` or `tcp6-client`.
    public static String dialling(String address, String protocol, String profile) {
        String transport = protocol.substring(0, 3);
        return only(transport, profile)
                .replaceAll(
                        "(?m)^remote \\S+ (\\d+) " + transport + "$",
                        "remote " + address + " $1 " + protocol);
    }

    /// Keeps the `remote` lines of one transport.
    public static String only(String transport, String profile) {
        return profile.lines()
                        .filter(line ->
                                !line.startsWith("remote ") || line.endsWith(" " + transport))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
