package io.fieldgate.contract;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;

/// Writes a PKCS#10 certification request (RFC 2986) with an empty subject.
///
/// The CA takes the public key from a request and nothing else, so nothing else is written.
public final class CertificateRequest {
    private static final byte[] VERSION_1 = {0x02, 0x01, 0x00};
    private static final byte[] EMPTY_NAME = {0x30, 0x00};
    private static final byte[] NO_ATTRIBUTES = {(byte) 0xA0, 0x00};

    /// AlgorithmIdentifier ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758 section 3.2).
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x30, 0x0A, 0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02
    };

    private CertificateRequest() {}

    /// The request for an elliptic-curve key pair, in PEM.
    public static String pem(KeyPair keyPair) throws GeneralSecurityException {
        byte[] info =
                sequence(VERSION_1, EMPTY_NAME, keyPair.getPublic().getEncoded(), NO_ATTRIBUTES);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keyPair.getPrivate());
        signer.update(info);
        byte[] request = sequence(info, ECDSA_WITH_SHA256, bitString(signer.sign()));
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    private static byte[] bitString(byte[] bytes) {
        byte[] content = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, content, 1, bytes.length);
        return tagged(0x03, content);
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return tagged(0x30, content.toByteArray());
    }

    /// DER tag, length (X.690 section 8.1.3) and content; contents here stay below 64 KiB.
    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
