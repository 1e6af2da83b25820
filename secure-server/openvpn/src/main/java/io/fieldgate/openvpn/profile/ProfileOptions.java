package io.fieldgate.openvpn.profile;

import java.util.List;

/// What a tenant may choose about its profiles.
///
/// @param secondFactor what the person must give besides the certificate
/// @param cbc whether AES-256-CBC is offered too, last, for servers and clients without AEAD
/// @param routes for clients: what goes into the tunnel whatever the server pushes
public record ProfileOptions(SecondFactor secondFactor, boolean cbc, List<ProfileRoute> routes) {
    /// Certificate only, AEAD ciphers only.
    public static final ProfileOptions DEFAULT = new ProfileOptions(new SecondFactor.None(), false);

    public ProfileOptions {
        routes = List.copyOf(routes);
    }

    /// Without routes.
    public ProfileOptions(SecondFactor secondFactor, boolean cbc) {
        this(secondFactor, cbc, List.of());
    }
}
