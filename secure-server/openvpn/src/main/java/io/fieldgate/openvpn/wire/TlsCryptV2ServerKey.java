package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import javax.crypto.spec.SecretKeySpec;

/// The key with which a server wraps the keys of its clients, and knows them again without storing
/// them: `cipher[64] | hmac[64]`, the first 32 bytes of each are used.
///
/// Owned by one thread.
public final class TlsCryptV2ServerKey {
    /// Length in bytes.
    public static final int LENGTH = 128;

    private static final int HMAC_OFFSET = 64;
    private static final int USED = 32;

    private final TagThenEncrypt wrap;

    private TlsCryptV2ServerKey(byte[] bytes) {
        wrap =
                new TagThenEncrypt(
                        new SecretKeySpec(bytes, 0, USED, "AES"),
                        new SecretKeySpec(bytes, HMAC_OFFSET, USED, "HmacSHA256"));
    }

    /// The key of these 128 bytes.
    public static TlsCryptV2ServerKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a tls-crypt-v2 server key has 128 bytes, not " + bytes.length);
        }
        return new TlsCryptV2ServerKey(bytes);
    }

    /// The bytes of a new key, to be stored by the caller.
    public static byte[] generate(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Makes what a client needs: its key and that key wrapped together with the metadata.
    public TlsCryptV2ClientKey wrap(StaticKey clientKey, ClientKeyMetadata metadata) {
        ByteBuffer value = metadata.value();
        ByteBuffer plaintext = ByteBuffer.allocate(StaticKey.LENGTH + 1 + value.remaining());
        plaintext.put(clientKey.toBytes()).put((byte) metadata.type()).put(value).flip();
        int length = WrappedClientKey.MIN_LENGTH + plaintext.remaining() - StaticKey.LENGTH;
        ByteBuffer lengthField = lengthField(length);
        byte[] tag = wrap.tag(lengthField, plaintext);
        byte[] wrapped =
                ByteBuffer.allocate(length)
                        .put(tag)
                        .put(wrap.crypt(tag, plaintext))
                        .put(lengthField)
                        .array();
        return new TlsCryptV2ClientKey(clientKey, wrapped);
    }

    /// Opens a wrapped key, as [WrappedClientKey#split] cut it.
    public Parsed<Unwrapped> unwrap(ByteBuffer wrapped) {
        int length = wrapped.remaining();
        // One byte more than the smallest: without a metadata type nobody is named.
        if (length <= WrappedClientKey.MIN_LENGTH) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        if (length > WrappedClientKey.MAX_LENGTH) {
            return Parsed.failed(Flaw.TOO_LONG);
        }
        ByteBuffer in = wrapped.slice();
        byte[] tag = new byte[TagThenEncrypt.TAG_LENGTH];
        in.get(tag);
        ByteBuffer lengthField =
                in.slice(length - WrappedClientKey.LENGTH_FIELD, WrappedClientKey.LENGTH_FIELD);
        if ((lengthField.getShort(0) & 0xffff) != length) {
            return Parsed.failed(Flaw.BAD_LENGTH);
        }
        in.limit(length - WrappedClientKey.LENGTH_FIELD);
        ByteBuffer plaintext = wrap.crypt(tag, in);
        if (!wrap.verify(tag, lengthField, plaintext)) {
            return Parsed.failed(Flaw.BAD_TAG);
        }
        byte[] key = new byte[StaticKey.LENGTH];
        plaintext.get(key);
        int type = plaintext.get() & 0xff;
        return Parsed.of(new Unwrapped(StaticKey.of(key), new ClientKeyMetadata(type, plaintext)));
    }

    private static ByteBuffer lengthField(int length) {
        return ByteBuffer.allocate(WrappedClientKey.LENGTH_FIELD).putShort((short) length).flip();
    }

    @Override
    public String toString() {
        return "TlsCryptV2ServerKey[not shown]";
    }

    /// An authentic client key.
    public record Unwrapped(StaticKey clientKey, ClientKeyMetadata metadata) {}
}
