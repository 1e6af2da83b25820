package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client holds for tls-crypt-v2: its key in clear and the same key wrapped for the server.
/// Immutable; it shows its bytes only in [#toPem].
public final class TlsCryptV2ClientKey {
    private static final String LABEL = "OpenVPN tls-crypt-v2 client key";
    private static final int MAX_PEM_LENGTH = 4096;
    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*-----BEGIN "
                            + LABEL
                            + "-----([A-Za-z0-9+/=\\s]*)-----END "
                            + LABEL
                            + "-----\\s*");

    private final StaticKey key;
    private final byte[] wrapped;

    TlsCryptV2ClientKey(StaticKey key, byte[] wrapped) {
        this.key = key;
        this.wrapped = wrapped;
    }

    /// Reads the text form; empty if it is not one.
    public static Optional<TlsCryptV2ClientKey> parsePem(String pem) {
        Matcher matcher = PEM.matcher(pem);
        if (pem.length() > MAX_PEM_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(matcher.group(1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int wrappedLength = bytes.length - StaticKey.LENGTH;
        if (wrappedLength < WrappedClientKey.MIN_LENGTH
                || wrappedLength > WrappedClientKey.MAX_LENGTH) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] key = new byte[StaticKey.LENGTH];
        byte[] wrapped = new byte[wrappedLength];
        in.get(key).get(wrapped);
        return Optional.of(new TlsCryptV2ClientKey(StaticKey.of(key), wrapped));
    }

    /// The key in clear.
    public StaticKey key() {
        return key;
    }

    /// The wrapped key, read-only, to append to packets whose opcode carries it.
    public ByteBuffer wrapped() {
        return ByteBuffer.wrap(wrapped).asReadOnlyBuffer();
    }

    /// The text that stands in a profile, lines of 64 characters, ending with a line feed.
    public String toPem() {
        byte[] all =
                ByteBuffer.allocate(StaticKey.LENGTH + wrapped.length)
                        .put(key.toBytes())
                        .put(wrapped)
                        .array();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(all);
        return "-----BEGIN " + LABEL + "-----\n" + base64 + "\n-----END " + LABEL + "-----\n";
    }

    @Override
    public String toString() {
        return "TlsCryptV2ClientKey[not shown]";
    }
}
