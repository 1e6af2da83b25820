package io.fieldgate.openvpn.profile;

/// Where a profile has its private key from.
public sealed interface ProfileKey permits PemPrivateKey, KeyFile {}
