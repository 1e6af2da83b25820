package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a client's profile says about the data channel.
///
/// @param ciphers offered to the server, best first
/// @param fallback for a server that does not negotiate: `data-ciphers-fallback`, else `cipher`
/// @param auth digest for ciphers that are not AEAD
/// @param tunMtu bytes, if given
/// @param mssfix bytes, if given; 0 turns it off
public record DataOptions(
        List<ProfileCipher> ciphers,
        Optional<ProfileCipher> fallback,
        AuthDigest auth,
        OptionalInt tunMtu,
        OptionalInt mssfix) {
    public DataOptions {
        ciphers = List.copyOf(ciphers);
    }
}
