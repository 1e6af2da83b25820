package io.fieldgate.openvpn.aead;

/// Arrays for one packet, shared by all keys that a thread uses.
final class JdkScratch {
    private static final ThreadLocal<JdkScratch> OF_THREAD =
            ThreadLocal.withInitial(() -> new JdkScratch(2048));

    final byte[] associated = new byte[64];
    final byte[] in;
    final byte[] out;

    private JdkScratch(int length) {
        in = new byte[length + Aead.TAG_LENGTH];
        out = new byte[length + Aead.TAG_LENGTH];
    }

    /// @param length of the text, in bytes
    static JdkScratch ofThisThread(int length) {
        JdkScratch scratch = OF_THREAD.get();
        if (scratch.in.length < length + Aead.TAG_LENGTH) {
            scratch = new JdkScratch(length);
            OF_THREAD.set(scratch);
        }
        return scratch;
    }
}
