package io.fieldgate.openvpn.profile;

/// What `verify-x509-name` asks of the server's certificate.
///
/// @param value the expected text, 1 to 256 characters
/// @param type what it is compared with
public record ServerName(String value, Type type) {
    /// What the text is compared with.
    public enum Type {
        /// The whole subject, in OpenVPN's notation.
        SUBJECT,
        /// The common name.
        NAME,
        /// The start of the common name.
        NAME_PREFIX
    }
}
