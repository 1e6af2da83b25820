package io.fieldgate.openvpn.interop;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one TLS engine of the server did: how many bytes it took and what came of them, how long
/// its handshake messages were, and what it knew in the end. Enough to play its part again with the
/// same client's bytes, without keys and without chance.
///
/// What the server itself says inside TLS is not on the tape, so it may change.
final class TlsTape {
    final List<Step> steps = new ArrayList<>();

    /// Exported key material by label, in hex.
    final Map<String, String> exports = new LinkedHashMap<>();

    final List<X509Certificate> chain = new ArrayList<>();
    String protocol = "NONE";

    sealed interface Step {
        /// Took a record from the peer.
        ///
        /// @param length in bytes
        /// @param checksum CRC-32 of the record: other bytes are a TLS error
        /// @param plaintext what it contained for us, in hex
        /// @param finished whether it completed the handshake
        record Took(int length, long checksum, String plaintext, boolean finished)
                implements Step {}

        /// Made a handshake record of this length.
        record Made(int length, boolean finished) implements Step {}

        /// Wanted a slow task to be run.
        record Task() implements Step {}
    }
}
