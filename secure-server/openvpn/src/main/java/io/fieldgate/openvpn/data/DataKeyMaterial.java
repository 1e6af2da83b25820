package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.StaticKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The 256 bytes that both ends have after a key exchange: two halves of `cipher[64] | hmac[64]`.
/// The client encrypts with half 0, the server with half 1.
public final class DataKeyMaterial {
    /// Label for the TLS exporter, which is to be asked without context.
    public static final String EXPORTER_LABEL = "EXPORTER-OpenVPN-datakeys";

    /// Length in bytes.
    public static final int LENGTH = StaticKey.LENGTH;

    private static final int HALF = 128;
    private static final int HMAC_OFFSET = 64;
    private static final int MASTER_LENGTH = 48;

    private final byte[] bytes;

    private DataKeyMaterial(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Key material from the TLS exporter (`tls-ekm`), 256 bytes, which are copied.
    public static DataKeyMaterial ofExporter(byte[] exported) {
        if (exported.length != LENGTH) {
            throw new IllegalArgumentException("key material of " + exported.length + " bytes");
        }
        return new DataKeyMaterial(exported.clone());
    }

    /// Key material from the random numbers of key method 2, with the PRF of TLS 1.0. For clients
    /// that do not know the exporter.
    ///
    /// @param preMaster 48 bytes from the client
    /// @param client1 32 bytes from the client, first of two
    /// @param server1 32 bytes from the server, first of two
    /// @param client2 32 bytes from the client, second of two
    /// @param server2 32 bytes from the server, second of two
    public static DataKeyMaterial ofKeyMethod2(
            byte[] preMaster,
            byte[] client1,
            byte[] server1,
            byte[] client2,
            byte[] server2,
            long clientSessionId,
            long serverSessionId) {
        byte[] masterSeed = join(ascii("OpenVPN master secret"), client1, server1);
        byte[] master = Tls1Prf.derive(preMaster, masterSeed, MASTER_LENGTH);
        byte[] sessionIds =
                ByteBuffer.allocate(16).putLong(clientSessionId).putLong(serverSessionId).array();
        byte[] seed = join(ascii("OpenVPN key expansion"), client2, server2, sessionIds);
        byte[] keys = Tls1Prf.derive(master, seed, LENGTH);
        Arrays.fill(master, (byte) 0);
        return new DataKeyMaterial(keys);
    }

    /// Overwrites the bytes. The JDK's ciphers may still hold copies.
    public void erase() {
        Arrays.fill(bytes, (byte) 0);
    }

    byte[] bytes() {
        return bytes;
    }

    int cipherOffset(int half) {
        return half * HALF;
    }

    int hmacOffset(int half) {
        return half * HALF + HMAC_OFFSET;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    @Override
    public String toString() {
        return "DataKeyMaterial[not shown]";
    }
}
