package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.OptionsString;
import java.util.Optional;

/// What a client can do, by its peer info and options string. Bits of `IV_PROTO` are tested one by
/// one, never compared as a number.
///
/// @param exporter whether TLS could export key material for this client
record ClientCapabilities(PeerInfo info, OptionsString options, boolean exporter) {
    private static final int DATA_V2 = 1 << 1;
    private static final int REQUEST_PUSH = 1 << 2;
    private static final int TLS_KEY_EXPORT = 1 << 3;
    private static final int AUTH_PENDING_KEYWORDS = 1 << 4;
    private static final int DNS_OPTION = 1 << 6;
    private static final int CC_EXIT_NOTIFY = 1 << 7;
    private static final int AUTH_FAIL_TEMP = 1 << 8;
    private static final int DYNAMIC_TLS_CRYPT = 1 << 9;
    private static final int DATA_EPOCH = 1 << 10;
    private static final int DNS_OPTION_V2 = 1 << 11;
    private static final int PUSH_UPDATE = 1 << 12;

    /// Why this client cannot be served, in words for its user; empty if it can.
    Optional<String> refusal(DataPolicy policy) {
        if (options.has("mtu-dynamic")) {
            return Optional.of(
                    "\"fragment\" is not supported by this server, remove it from the profile");
        }
        if (options.argument("dev-type").equals("tap")) {
            return Optional.of("\"dev tap\" is not supported by this server, use \"dev tun\"");
        }
        if (options.has("comp-lzo") && !neutralisesCompression()) {
            return Optional.of(
                    "compression is not supported by this server, remove \"comp-lzo\" and"
                            + " \"compress\" from the profile");
        }
        if (DataNegotiation.format(this, policy).isEmpty()) {
            return Optional.of(
                    has(DATA_V2)
                            ? "Data channel cipher negotiation failed (no shared cipher), allow"
                                    + " AES-256-GCM in the profile"
                            : "this OpenVPN client is too old, use version 2.5 or later");
        }
        return Optional.empty();
    }

    /// Whether data keys come from the TLS exporter; otherwise from the PRF of TLS 1.0.
    boolean exportsKeys() {
        return has(TLS_KEY_EXPORT) && exporter;
    }

    /// Whether it takes the cipher that is pushed; otherwise it keeps its profile's.
    boolean negotiatesCipher() {
        return !info.ciphers().isEmpty() || info.value("IV_NCP").equals("2");
    }

    /// Whether data packets bear the peer id; otherwise they are known by their address alone.
    boolean takesPeerId() {
        return has(DATA_V2);
    }

    /// Whether data keys can follow one another without a handshake.
    boolean takesEpochKeys() {
        return has(DATA_EPOCH) && exportsKeys() && knowsProtocolFlags() && takesPeerId();
    }

    boolean usesDynamicTlsCrypt() {
        return has(DYNAMIC_TLS_CRYPT) && exporter;
    }

    /// Whether settings may be pushed before the client asks.
    boolean takesPushUnasked() {
        return has(REQUEST_PUSH);
    }

    /// Whether `protocol-flags` is understood.
    boolean knowsProtocolFlags() {
        return has(CC_EXIT_NOTIFY);
    }

    /// Whether the profile's compression framing has to be switched off by a push.
    boolean needsStubCompression() {
        return options.has("comp-lzo");
    }

    boolean takesTunMtu(int mtu) {
        return info.mtu() >= mtu;
    }

    /// Whether name servers are pushed as `dns`; otherwise as `dhcp-option`.
    boolean takesDnsOption() {
        return has(DNS_OPTION) || has(DNS_OPTION_V2);
    }

    /// Whether settings can change while it is connected.
    boolean takesPushUpdate() {
        return has(PUSH_UPDATE);
    }

    boolean knowsTemporaryFailure() {
        return has(AUTH_FAIL_TEMP);
    }

    /// Whether `AUTH_PENDING` may say how long to wait.
    boolean knowsPendingTimeout() {
        return has(AUTH_PENDING_KEYWORDS);
    }

    /// Whether it can ask its user in this way.
    boolean canBeAsked(Challenge challenge) {
        return info.signInMethods().contains(challenge.method());
    }

    /// Whether `RESTART` may send it to the next server: OpenVPN 3 takes the flag for text and
    /// forgets its token.
    boolean takesRestartFlags() {
        return !info.version().startsWith("3.");
    }

    private boolean neutralisesCompression() {
        return info.value("IV_COMP_STUBv2").equals("1");
    }

    private boolean has(int bit) {
        return (info.protocolBits() & bit) != 0;
    }
}
