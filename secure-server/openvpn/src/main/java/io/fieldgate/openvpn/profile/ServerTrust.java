package io.fieldgate.openvpn.profile;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// How a client knows its server.
///
/// @param authorities the certificates of `ca`, at least one
/// @param name `verify-x509-name`, if there is one
/// @param serverUsage whether `remote-cert-tls server` demands a server's key usage
/// @param minimum `tls-version-min`
public record ServerTrust(
        List<X509Certificate> authorities,
        Optional<ServerName> name,
        boolean serverUsage,
        TlsVersion minimum) {

    /// The TLS versions that are in use.
    public enum TlsVersion {
        TLS_1_2,
        TLS_1_3
    }

    public ServerTrust {
        authorities = List.copyOf(authorities);
    }
}
