package io.fieldgate.openvpn.profile;

/// One part of a profile that is refused or not used, in words for the person who brought it.
///
/// @param line number of the line, from 1; 0 for what is missing or concerns the whole file
/// @param directive its name, printable and at most 64 characters; empty where there is none
/// @param kind what became of it
/// @param reason why; never a value of the profile
/// @param remedy what to do about it
public record Finding(int line, String directive, Kind kind, String reason, String remedy) {
    /// What became of a part.
    public enum Kind {
        /// The profile is not taken because of it.
        REFUSED,
        /// The profile is taken without it.
        NOT_USED
    }

    private static final int MAX_NAME_LENGTH = 64;

    public Finding {
        directive = printable(directive);
    }

    static Finding refused(int line, String directive, Refusal refusal) {
        return new Finding(line, directive, Kind.REFUSED, refusal.reason(), refusal.remedy());
    }

    static Finding notUsed(int line, String directive, String reason, String remedy) {
        return new Finding(line, directive, Kind.NOT_USED, reason, remedy);
    }

    /// One line: where, what, why and what to do.
    @Override
    public String toString() {
        String where = line == 0 ? "profile" : "line " + line;
        String name = directive.isEmpty() ? "" : " (" + directive + ")";
        return where + name + ": " + reason + "; " + remedy;
    }

    private static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < name.length() && i < MAX_NAME_LENGTH; i++) {
            char c = name.charAt(i);
            shown.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return shown.toString();
    }
}
