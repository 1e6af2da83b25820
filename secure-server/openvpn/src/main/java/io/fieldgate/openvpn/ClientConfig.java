package io.fieldgate.openvpn;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// What a client needs to know about its server and itself.
///
/// The SSL context's trust manager decides whether the server is genuine: it must check the chain,
/// that the certificate is one of a server (extended key usage), and its name if the profile wants
/// that. The JDK's own trust manager over a store with the profile's authority does the first two.
///
/// @param remote where the server is
/// @param protection of the control channel
/// @param tls makes one engine per key; has the client's certificate and the trust manager
/// @param credentials asked anew for each key exchange, must not block; an auth-token of the server
///   takes the password's place for the rest of the session. [Credentials#NONE] for none
/// @param identity what the client says about itself
/// @param ciphers that may be used
/// @param cbc what the profile says of the CBC mode of old servers (`cipher` and `auth`); empty if
///   it must not be used. The header of such packets is not authenticated
/// @param limits bounds
/// @param aead encrypts data channels
public record ClientConfig(
        InetSocketAddress remote,
        Transport transport,
        ClientProtection protection,
        SSLContext tls,
        Supplier<Credentials> credentials,
        Identity identity,
        List<DataCipher> ciphers,
        Optional<DataFormat.Cbc> cbc,
        Limits limits,
        AeadHome aead) {
    public ClientConfig {
        ciphers = List.copyOf(ciphers);
        require(!ciphers.isEmpty(), "a client needs a cipher");
        require(!remote.isUnresolved(), "the remote has no address");
    }

    /// With the JDK's own AEAD.
    public ClientConfig(
            InetSocketAddress remote,
            Transport transport,
            ClientProtection protection,
            SSLContext tls,
            Supplier<Credentials> credentials,
            Identity identity,
            List<DataCipher> ciphers,
            Optional<DataFormat.Cbc> cbc,
            Limits limits) {
        this(
                remote,
                transport,
                protection,
                tls,
                credentials,
                identity,
                ciphers,
                cbc,
                limits,
                AeadHome.JDK);
    }

    /// With a certificate only, all ciphers, and the default limits.
    public ClientConfig(
            InetSocketAddress remote,
            Transport transport,
            ClientProtection protection,
            SSLContext tls) {
        this(
                remote,
                transport,
                protection,
                tls,
                () -> Credentials.NONE,
                Identity.DEFAULT,
                List.of(DataCipher.values()),
                Optional.empty(),
                Limits.DEFAULT);
    }

    /// The same with other credentials.
    public ClientConfig with(Supplier<Credentials> other) {
        return new ClientConfig(
                remote, transport, protection, tls, other, identity, ciphers, cbc, limits, aead);
    }

    /// The same with another identity.
    public ClientConfig with(Identity other) {
        return new ClientConfig(
                remote, transport, protection, tls, credentials, other, ciphers, cbc, limits, aead);
    }

    /// The same with these ciphers only.
    public ClientConfig with(List<DataCipher> other) {
        return new ClientConfig(
                remote,
                transport,
                protection,
                tls,
                credentials,
                identity,
                other,
                cbc,
                limits,
                aead);
    }

    /// The same, also for servers that know no AEAD.
    public ClientConfig with(DataFormat.Cbc other) {
        return new ClientConfig(
                remote,
                transport,
                protection,
                tls,
                credentials,
                identity,
                ciphers,
                Optional.of(other),
                limits,
                aead);
    }

    /// The same with other limits.
    public ClientConfig with(Limits other) {
        return new ClientConfig(
                remote,
                transport,
                protection,
                tls,
                credentials,
                identity,
                ciphers,
                cbc,
                other,
                aead);
    }

    /// The same with another home of AEAD.
    public ClientConfig withAead(AeadHome home) {
        return new ClientConfig(
                remote,
                transport,
                protection,
                tls,
                credentials,
                identity,
                ciphers,
                cbc,
                limits,
                home);
    }

    /// What a client says about itself.
    ///
    /// @param version `IV_VER`
    /// @param platform `IV_PLAT`, such as `linux`
    /// @param values further lines, such as `UV_LAN`, or `IV_SSO` of a shell that can show web
    ///   pages, by key `[A-Za-z0-9_]`. They overrule what the session says by itself: a client that
    ///   says less than it can is treated like an older one. Stock servers take about 1,000 bytes
    ///   in all
    public record Identity(String version, String platform, Map<String, String> values) {
        public static final int MAX_LENGTH = 32 * 1024;
        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_]{1,64}");
        private static final Pattern VALUE = Pattern.compile("[ -~]*");

        /// As stock clients say it, with our name.
        public static final Identity DEFAULT = new Identity("2.7.0_fieldgate", "linux", Map.of());

        public Identity {
            values = Map.copyOf(values);
            int length = version.length() + platform.length();
            for (Map.Entry<String, String> line : values.entrySet()) {
                require(KEY.matcher(line.getKey()).matches(), "not a key of peer info");
                require(VALUE.matcher(line.getValue()).matches(), "not a value of peer info");
                length += line.getKey().length() + line.getValue().length() + 2;
            }
            require(VALUE.matcher(version + platform).matches(), "not a value of peer info");
            require(length <= MAX_LENGTH, "too much peer info");
        }
    }

    /// @param handWindow a key exchange must be complete within this
    /// @param renegotiate the client starts a new key exchange after this, unless the server did;
    ///   zero for never
    /// @param transitionWindow an old key still receives for this long
    /// @param mtu largest tunnel MTU that the server may push, 1280 to 1600
    public record Limits(
            Duration handWindow, Duration renegotiate, Duration transitionWindow, int mtu) {
        public static final Limits DEFAULT =
                new Limits(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(3600),
                        Duration.ofSeconds(120),
                        1600);

        public Limits {
            require(mtu >= 1280 && mtu <= 1600, "mtu out of range");
            require(
                    renegotiate.isZero() || renegotiate.toSeconds() >= 2,
                    "renegotiation more often than every 2 seconds");
        }

        /// How long we wait for a server that decides: as it says, or the hand window, but not
        /// longer than stock clients.
        Duration decision(OptionalLong seconds) {
            Duration period = renegotiate.isZero() ? DEFAULT.renegotiate : renegotiate;
            long most = Math.max(period.toSeconds() / 2, handWindow.toSeconds());
            return Duration.ofSeconds(Math.min(most, seconds.orElse(handWindow.toSeconds())));
        }

        /// The same with another time between renegotiations.
        public Limits withRenegotiate(Duration other) {
            return new Limits(handWindow, other, transitionWindow, mtu);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
