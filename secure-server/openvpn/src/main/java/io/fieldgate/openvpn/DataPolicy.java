package io.fieldgate.openvpn;

import io.fieldgate.openvpn.data.DataCipher;
import java.util.List;

/// What a server accepts on the data channel.
///
/// @param ciphers AEAD, best first; the server's order counts, not the client's
/// @param cbc whether clients that offer none of these may use AES in CBC mode with an HMAC, as 2.3
///   and profiles of 2.4 do; the header of such packets is not authenticated
public record DataPolicy(List<DataCipher> ciphers, boolean cbc) {
    /// All AEAD ciphers, nothing else.
    public static final DataPolicy MODERN = new DataPolicy(List.of(DataCipher.values()), false);

    /// Old clients too.
    public static final DataPolicy WITH_CBC = new DataPolicy(List.of(DataCipher.values()), true);

    public DataPolicy {
        ciphers = List.copyOf(ciphers);
        if (ciphers.isEmpty()) {
            throw new IllegalArgumentException("no cipher");
        }
    }
}
