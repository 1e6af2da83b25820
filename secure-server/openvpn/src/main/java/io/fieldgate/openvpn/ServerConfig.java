package io.fieldgate.openvpn;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// What holds for all sessions of one server.
///
/// Two things are the caller's business. The SSL context's trust manager must be an
/// `X509ExtendedTrustManager` that accepts every certificate of the right issuer, revoked or
/// unknown peers included, so that they get a reason (`AUTH_FAILED`) and not a TLS alert; whether
/// the peer may come in is decided at [Event.PeerAuthenticating]. And the system property
/// `jdk.tls.server.newSessionTicketCount=0`, set before the first TLS handshake of the process,
/// saves a useless packet in each handshake.
///
/// @param tls makes one engine per key; needs the server's certificate and the trust manager
/// @param controlKeys which protections of the control channel are accepted
/// @param data what is accepted on the data channel
/// @param limits bounds
/// @param aead encrypts data channels
/// @param preferred whether a client with this in its key, or without such a key, may take one of
///   the last places for handshakes; asked by the gate's thread
public record ServerConfig(
        SSLContext tls,
        ControlKeys controlKeys,
        DataPolicy data,
        Limits limits,
        AeadHome aead,
        Predicate<Optional<ClientKeyMetadata>> preferred) {
    /// With the JDK's AEAD; all clients are the same.
    public ServerConfig(SSLContext tls, ControlKeys controlKeys, DataPolicy data, Limits limits) {
        this(tls, controlKeys, data, limits, AeadHome.JDK, _ -> true);
    }

    /// With tls-crypt-v2 and AEAD only, and the default limits.
    ///
    /// @param tlsCryptV2 the server key with which all client keys are wrapped
    public ServerConfig(SSLContext tls, TlsCryptV2ServerSecret tlsCryptV2) {
        this(tls, ControlKeys.of(tlsCryptV2), DataPolicy.MODERN, Limits.DEFAULT);
    }

    /// With these protections, AEAD only, and the default limits.
    public ServerConfig(SSLContext tls, ControlKeys controlKeys) {
        this(tls, controlKeys, DataPolicy.MODERN, Limits.DEFAULT);
    }

    /// The same with another home of the AEAD ciphers.
    public ServerConfig withAead(AeadHome home) {
        return new ServerConfig(tls, controlKeys, data, limits, home, preferred);
    }

    /// The same, in which a quarter of the places for handshakes is for some clients only.
    public ServerConfig withPreferred(Predicate<Optional<ClientKeyMetadata>> some) {
        return new ServerConfig(tls, controlKeys, data, limits, aead, some);
    }

    /// Bounds on what peers can make a server do.
    ///
    /// @param handshakes sessions that are not admitted yet, at any time; half of them at most (but
    ///   64) from one IPv4 address or IPv6 /64; the last quarter for [ServerConfig#preferred] only
    /// @param unverifiedHandshakes those among them whose address is not proven: clients of OpenVPN
    ///   2.5, which cannot do the cookie exchange, over UDP
    /// @param longAnswers hard resets answered in [#ANSWER_PERIOD] where the answer is longer than
    ///   the question
    /// @param handWindow a key exchange must be complete within this
    /// @param transitionWindow an old key still receives for this long after a renegotiation; stock
    ///   clients go on sending with it for up to 60 seconds
    public record Limits(
            int handshakes,
            int unverifiedHandshakes,
            int longAnswers,
            Duration handWindow,
            Duration transitionWindow) {
        public static final Duration ANSWER_PERIOD = Duration.ofSeconds(10);
        public static final Limits DEFAULT =
                new Limits(2000, 64, 100, Duration.ofSeconds(60), Duration.ofSeconds(120));
    }
}
