package io.fieldgate.openvpn.certificate;

/// Which server a client wants: OpenVPN's `verify-x509-name`.
///
/// As in OpenVPN letters count exactly and alternative names do not count. Narrower than OpenVPN: a
/// subject with two common names has none (OpenVPN takes the last), and one with control characters
/// was refused before (OpenVPN reads `_` for them).
public sealed interface ServerNameRule {
    /// `verify-x509-name NAME name`: this common name.
    record CommonName(String name) implements ServerNameRule {
        /// Refuses an empty name.
        public CommonName {
            requireText(name);
        }
    }

    /// `verify-x509-name PREFIX name-prefix`: a common name that begins so.
    record CommonNamePrefix(String prefix) implements ServerNameRule {
        /// Refuses an empty prefix.
        public CommonNamePrefix {
            requireText(prefix);
        }
    }

    /// `verify-x509-name SUBJECT subject`: this whole subject, as in `C=DE, O=Works, CN=vpn`.
    record Subject(String subject) implements ServerNameRule {
        /// Refuses an empty subject.
        public Subject {
            requireText(subject);
        }
    }

    /// No `verify-x509-name`: any server of the trusted CA.
    record AnyServer() implements ServerNameRule {}

    /// Whether a genuine certificate is that of the wanted server.
    default boolean allows(CertificateVerdict.Accepted certificate) {
        return switch (this) {
            case CommonName(String name) ->
                    certificate.commonName().filter(name::equals).isPresent();
            case CommonNamePrefix(String prefix) ->
                    certificate.commonName().filter(name -> name.startsWith(prefix)).isPresent();
            case Subject(String subject) -> subject.equals(certificate.subject());
            case AnyServer() -> true;
        };
    }

    private static void requireText(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty name allows every server or none");
        }
    }
}
