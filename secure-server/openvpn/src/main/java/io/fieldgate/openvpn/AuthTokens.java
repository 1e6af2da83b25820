package io.fieldgate.openvpn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and checks the tokens that take the place of a password and its second factor, so that
/// nobody types a code at each renegotiation (OpenVPN's manual, `auth-token`).
///
/// ```
/// FG_AT_ base64url( version u8 | sign-in[16] | signed in u64 | ends u64 | hmac[32] )
/// ```
///
/// The HMAC-SHA256 also covers tenant, user name and certificate, so a token is of use only to that
/// peer, and to none at another tenant. Times are seconds since 1970; the end never moves, however
/// often the token is renewed. A token never suffices alone: certificate and allowlist are asked at
/// each key exchange all the same.
///
/// Owned by one thread; several with the same secret agree.
public final class AuthTokens {
    /// Length of the secret in bytes.
    public static final int SECRET_LENGTH = 32;

    private static final String PREFIX = "FG_AT_";
    private static final byte VERSION = 1;
    private static final int BODY_LENGTH = 1 + 16 + 8 + 8;
    private static final int TAG_LENGTH = 32;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{87}");
    private final Mac mac;
    private final byte[] tenant;

    /// @param secret random bytes that no peer knows
    /// @param tenant whose peers these are; tokens of another are worth nothing
    public AuthTokens(byte[] secret, String tenant) {
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
        }
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
        this.tenant = tenant.getBytes(StandardCharsets.UTF_8);
    }

    /// A token for a peer whose factors have all been shown just now.
    ///
    /// @param signIn names this sign-in; stays the same when the token is used again
    /// @param lifetime until the user has to sign in anew
    public String issue(
            UUID signIn,
            String username,
            X509Certificate certificate,
            long unixSeconds,
            Duration lifetime) {
        ByteBuffer body = ByteBuffer.allocate(BODY_LENGTH);
        body.put(VERSION);
        body.putLong(signIn.getMostSignificantBits()).putLong(signIn.getLeastSignificantBits());
        body.putLong(unixSeconds).putLong(unixSeconds + lifetime.toSeconds()).flip();
        byte[] token =
                ByteBuffer.allocate(BODY_LENGTH + TAG_LENGTH)
                        .put(body.duplicate())
                        .put(tag(body, username, certificate))
                        .array();
        return encode(token);
    }

    /// Whether a password is meant to be a token.
    public static boolean isToken(String password) {
        return password.startsWith(PREFIX);
    }

    /// Judges what a peer sent as its password.
    public Result check(
            String password, String username, X509Certificate certificate, long unixSeconds) {
        if (!SHAPE.matcher(password).matches()) {
            return new Result.Forged();
        }
        byte[] decoded = decode(password);
        // The last character has two bits to spare: only one spelling of a token counts.
        if (!encode(decoded).equals(password)) {
            return new Result.Forged();
        }
        ByteBuffer token = ByteBuffer.wrap(decoded).asReadOnlyBuffer();
        ByteBuffer body = token.slice(0, BODY_LENGTH);
        byte[] tag = new byte[TAG_LENGTH];
        token.get(BODY_LENGTH, tag);
        if (body.get(0) != VERSION
                || !MessageDigest.isEqual(tag, tag(body, username, certificate))) {
            return new Result.Forged();
        }
        long signedIn = body.getLong(17);
        long ends = body.getLong(25);
        if (unixSeconds >= ends) {
            return new Result.Expired();
        }
        return new Result.Valid(
                new UUID(body.getLong(1), body.getLong(9)), signedIn, ends - unixSeconds);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] token) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static byte[] decode(String password) {
        return Base64.getUrlDecoder().decode(password.substring(PREFIX.length()));
    }

    /// Each part is preceded by its length, so that no two inputs look alike.
    private byte[] tag(ByteBuffer body, String username, X509Certificate certificate) {
        byte[] encoded;
        try {
            encoded = certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate without encoding", e);
        }
        mac.update(body.duplicate());
        for (byte[] part :
                new byte[][] {tenant, username.getBytes(StandardCharsets.UTF_8), encoded}) {
            mac.update(ByteBuffer.allocate(4).putInt(part.length).flip());
            mac.update(part);
        }
        return mac.doFinal();
    }

    /// What a token turned out to be.
    public sealed interface Result {
        /// Genuine and in time.
        ///
        /// @param signIn as given to [#issue]
        /// @param signedInUnixSeconds when the factors were shown
        /// @param secondsLeft until the end, above 0
        record Valid(UUID signIn, long signedInUnixSeconds, long secondsLeft) implements Result {
            /// Until the end.
            public Duration left() {
                return Duration.ofSeconds(secondsLeft);
            }
        }

        /// Genuine, but over.
        record Expired() implements Result {}

        /// Not ours, not this peer's, or damaged.
        record Forged() implements Result {}

        /// The sign-in, if the token is good.
        default Optional<UUID> validSignIn() {
            return this instanceof Valid(UUID signIn, _, _)
                    ? Optional.of(signIn)
                    : Optional.empty();
        }
    }
}
