package io.fieldgate.launcher.doctor;

/// The outcome of one check.
///
/// @param subject what was looked at, in a word or two
/// @param passed whether Fieldgate can work with what was found
/// @param found what was found
/// @param remedy what to do; empty when passed
public record Finding(String subject, boolean passed, String found, String remedy) {
    public static Finding passed(String subject, String found) {
        return new Finding(subject, true, found, "");
    }

    public static Finding failed(String subject, String found, String remedy) {
        return new Finding(subject, false, found, remedy);
    }
}
