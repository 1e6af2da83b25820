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

    /// Keeps the `remote` lines of one transport.
    public static String only(String transport, String profile) {
        return profile.lines()
                        .filter(line ->
                                !line.startsWith("remote ") || line.endsWith(" " + transport))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }
}
