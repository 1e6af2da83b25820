package io.fieldgate.openvpn.profile;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A client's certificate and key.
///
/// @param chain the client's certificate first, then the issuers that it sends along
/// @param key the private key or where it lies
public record ClientIdentity(List<X509Certificate> chain, Key key) {
    /// Where the private key is.
    public sealed interface Key {
        /// In the profile; not shown in text.
        record Inline(PrivateKey key) implements Key {
            @Override
            public String toString() {
                return "Inline[not shown]";
            }
        }

        /// In a file beside the profile, which the caller reads.
        record Outside(KeyFile file) implements Key {}
    }

    public ClientIdentity {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
