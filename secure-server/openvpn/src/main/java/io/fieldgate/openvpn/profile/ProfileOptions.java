package io.fieldgate.openvpn.profile;

/// What a tenant may choose about its profiles.
///
/// @param secondFactor what the person must give besides the certificate
/// @param cbc whether AES-256-CBC is offered too, last, for servers and clients without AEAD
public record ProfileOptions(SecondFactor secondFactor, boolean cbc) {
    /// Certificate only, AEAD ciphers only.
    public static final ProfileOptions DEFAULT = new ProfileOptions(new SecondFactor.None(), false);
}
