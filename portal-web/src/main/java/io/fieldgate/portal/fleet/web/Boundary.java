package io.fieldgate.portal.fleet.web;

/// What separates a secure server from the others, honestly named.
///
/// @param words as the provisioner reports it
/// @param sentence what that does not protect against
record Boundary(String words, String sentence) {
    static Boundary of(String reported) {
        return reported.isBlank()
                ? new Boundary("Not known yet", "It is shown as soon as the secure server runs.")
                : new Boundary(
                        Character.toUpperCase(reported.charAt(0)) + reported.substring(1),
                        "It has its own keys, memory and files. It shares this machine and its"
                                + " operating system with other secure servers.");
    }
}
