package io.fieldgate.openvpn.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Session ids that prove that the client can receive at its address, so that the server keeps
/// nothing until then. The id is the start of an HMAC-SHA256 over a time slot, the client's address
/// and port, and its session id.
///
/// Owned by one thread; several with the same secret agree.
public final class HandshakeCookie {
    /// Length of the secret in bytes.
    public static final int SECRET_LENGTH = 32;

    /// Length of a slot: half a hand-window.
    public static final int SLOT_SECONDS = 30;

    private static final int OLDER_SLOTS = 2;

    private final Mac mac;

    /// @param secret random bytes that no peer knows
    public HandshakeCookie(byte[] secret) {
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes");
        }
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// The session id that a server gives to this client now; never 0.
    ///
    /// @param remote a resolved address
    public long sessionId(long unixSeconds, InetSocketAddress remote, long clientSessionId) {
        return ByteBuffer.wrap(cookie(slot(unixSeconds), remote, clientSessionId)).getLong();
    }

    /// Whether this session id was given to this client in the present slot or the two before. The
    /// time it takes does not depend on the bytes.
    public boolean matches(
            long unixSeconds, InetSocketAddress remote, long clientSessionId, long sessionId) {
        byte[] presented = ByteBuffer.allocate(Long.BYTES).putLong(sessionId).array();
        boolean found = false;
        for (int age = 0; age <= OLDER_SLOTS; age++) {
            byte[] cookie = cookie(slot(unixSeconds) - age, remote, clientSessionId);
            found |= MessageDigest.isEqual(cookie, presented);
        }
        return found;
    }

    private static long slot(long unixSeconds) {
        return Math.floorDiv(unixSeconds, SLOT_SECONDS);
    }

    private byte[] cookie(long slot, InetSocketAddress remote, long clientSessionId) {
        byte[] address = remote.getAddress().getAddress();
        ByteBuffer input = ByteBuffer.allocate(Long.BYTES + 1 + address.length + 2 + Long.BYTES);
        input.putLong(slot).put((byte) address.length).put(address);
        input.putShort((short) remote.getPort()).putLong(clientSessionId).flip();
        mac.update(input);
        ByteBuffer id = ByteBuffer.allocate(Long.BYTES).put(mac.doFinal(), 0, Long.BYTES);
        // Session id 0 is not valid on the wire.
        return id.getLong(0) == 0 ? id.putLong(0, 1).array() : id.array();
    }
}
