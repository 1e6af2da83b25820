package io.fieldgate.openvpn.aead;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key in the JDK's provider. Its ciphers have the tag behind the ciphertext and are fast on
/// arrays only, so packets are copied into arrays and out again.
final class JdkAead implements Aead {
    private final Cipher cipher;
    private final int mode;
    private final boolean gcm;
    private final SecretKeySpec key;

    JdkAead(AeadAlgorithm algorithm, byte[] key, int mode) {
        if (key.length != algorithm.keyLength()) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        this.gcm = algorithm != AeadAlgorithm.CHACHA20_POLY1305;
        this.mode = mode;
        this.key = new SecretKeySpec(key, gcm ? "AES" : "ChaCha20");
        String transformation = gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305";
        try {
            this.cipher = Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + transformation, e);
        }
    }

    @Override
    public void seal(AeadFields fields, ByteBuffer text, ByteBuffer packet) {
        int length = text.remaining();
        JdkScratch scratch = JdkScratch.ofThisThread(length);
        text.get(scratch.in, 0, length);
        try {
            start(fields, packet, scratch);
            cipher.doFinal(scratch.in, 0, length, scratch.out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AEAD refused to seal", e);
        }
        packet.put(scratch.out, 0, length).put(fields.tagAt(), scratch.out, length, TAG_LENGTH);
    }

    @Override
    public boolean open(AeadFields fields, ByteBuffer packet, ByteBuffer out) {
        int length = fields.textLength();
        JdkScratch scratch = JdkScratch.ofThisThread(length);
        packet.get(fields.textFrom(), scratch.in, 0, length)
                .get(fields.tagAt(), scratch.in, length, TAG_LENGTH);
        try {
            start(fields, packet, scratch);
            cipher.doFinal(scratch.in, 0, length + TAG_LENGTH, scratch.out, 0);
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AEAD refused to open", e);
        }
        out.put(scratch.out, 0, length);
        return true;
    }

    private void start(AeadFields fields, ByteBuffer packet, JdkScratch scratch)
            throws GeneralSecurityException {
        packet.get(fields.associatedFrom(), scratch.associated, 0, fields.associatedLength());
        cipher.init(mode, key, parameters(fields.nonce()));
        cipher.updateAAD(scratch.associated, 0, fields.associatedLength());
    }

    private AlgorithmParameterSpec parameters(byte[] nonce) {
        return gcm
                ? new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce)
                : new IvParameterSpec(nonce);
    }
}
