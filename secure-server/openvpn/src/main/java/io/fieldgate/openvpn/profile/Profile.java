package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.util.List;
import java.util.regex.Pattern;

/// Everything that one peer needs to connect. Holds secrets: use it once, keep it nowhere.
///
/// @param kind node or client
/// @param remotes where to connect, tried in this order; 1 to 8
/// @param authorities the certificates that the server's certificate must lead to
/// @param certificate the peer's certificate, followed by its issuers as far as the server needs
///   them
/// @param key the private key of that certificate, or the file in which the peer keeps it
/// @param controlKey the key for the control channel: a tls-crypt-v2 key, or for OpenVPN 2.4 one of
///   the others; tls-auth with [ControlKey.KeyDirection#ONE]
/// @param serverName common name of the server's certificate
/// @param subnets for nodes: subnets to announce; when empty, the profile has a commented line for
///   whoever installs it to fill in
/// @param options what the tenant chose
public record Profile(
        Kind kind,
        List<Remote> remotes,
        PemCertificates authorities,
        PemCertificates certificate,
        ProfileKey key,
        ControlKey controlKey,
        String serverName,
        List<AnnouncedSubnet> subnets,
        ProfileOptions options) {

    /// Who uses the profile.
    public enum Kind {
        /// A router at a site; announces the subnets behind it.
        NODE,
        /// An end that dials in.
        CLIENT
    }

    private static final int MAX_REMOTES = 8;
    private static final Pattern COMMON_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /// @throws IllegalArgumentException if parts do not fit into one profile
    public Profile {
        remotes = List.copyOf(remotes);
        subnets = List.copyOf(subnets);
        if (remotes.isEmpty() || remotes.size() > MAX_REMOTES) {
            throw new IllegalArgumentException("a profile has 1 to 8 remotes");
        }
        if (!COMMON_NAME.matcher(serverName).matches()) {
            throw new IllegalArgumentException("not a common name of a server certificate");
        }
        if (kind != Kind.NODE && !subnets.isEmpty()) {
            throw new IllegalArgumentException("only nodes announce subnets");
        }
        if (kind != Kind.CLIENT && !options.routes().isEmpty()) {
            throw new IllegalArgumentException("only clients have routes in their profile");
        }
        if (AnnouncedSubnet.join(subnets).length() > AnnouncedSubnet.MAX_JOINED_LENGTH) {
            throw new IllegalArgumentException("too many subnets for one line of a profile");
        }
        if (controlKey instanceof ControlKey.TlsAuth signed
                && signed.direction() != ControlKey.KeyDirection.ONE) {
            throw new IllegalArgumentException("a profile uses tls-auth with key direction 1");
        }
    }

    /// A profile with a tls-crypt-v2 key and [ProfileOptions#DEFAULT].
    public Profile(
            Kind kind,
            List<Remote> remotes,
            PemCertificates authorities,
            PemCertificates certificate,
            ProfileKey key,
            TlsCryptV2ClientKey tlsCryptV2,
            String serverName,
            List<AnnouncedSubnet> subnets) {
        this(
                kind,
                remotes,
                authorities,
                certificate,
                key,
                new ControlKey.TlsCryptV2(tlsCryptV2),
                serverName,
                subnets,
                ProfileOptions.DEFAULT);
    }

    /// The text of the `.ovpn` file.
    public String toText() {
        return ProfileText.of(this);
    }

    @Override
    public String toString() {
        return "Profile[kind=" + kind + ", remotes=" + remotes + "]";
    }
}
