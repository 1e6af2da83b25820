package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.OptionsString;
import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.wire.HmacDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Chooses the format of the data channel with a client (OpenVPN's manual, "data channel cipher
/// negotiation").
final class DataNegotiation {
    private static final List<String> OFFERED_BY_NCP = List.of("AES-256-GCM", "AES-128-GCM");

    private DataNegotiation() {}

    /// The best format that both have; empty if there is none.
    static Optional<DataFormat> format(ClientCapabilities client, DataPolicy policy) {
        List<String> offered = offered(client);
        for (DataCipher cipher : policy.ciphers()) {
            if (has(offered, cipher.openvpnName())) {
                return Optional.of(
                        client.takesEpochKeys()
                                ? new DataFormat.Epoch(cipher)
                                : new DataFormat.Aead(cipher));
            }
        }
        return policy.cbc() ? cbc(client, offered) : Optional.empty();
    }

    /// What a client names, or what it stands for if it names nothing.
    private static List<String> offered(ClientCapabilities client) {
        List<String> named = client.info().ciphers();
        if (!named.isEmpty()) {
            return named;
        }
        if (client.info().value("IV_NCP").equals("2")) {
            return OFFERED_BY_NCP;
        }
        String fallback = client.options().argument("cipher");
        return fallback.isEmpty() ? List.of() : List.of(fallback);
    }

    /// The digest is not negotiated: it is what the client's profile says.
    private static Optional<DataFormat> cbc(ClientCapabilities client, List<String> offered) {
        OptionsString options = client.options();
        HmacDigest digest = HmacDigest.named(options.argument("auth")).orElse(null);
        for (CbcCipher cipher : CbcCipher.values()) {
            if (digest != null && has(offered, cipher.openvpnName())) {
                return Optional.of(new DataFormat.Cbc(cipher, digest));
            }
        }
        return Optional.empty();
    }

    private static boolean has(List<String> offered, String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return offered.stream().anyMatch(cipher -> cipher.toUpperCase(Locale.ROOT).equals(wanted));
    }
}
