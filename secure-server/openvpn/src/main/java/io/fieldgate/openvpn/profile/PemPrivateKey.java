package io.fieldgate.openvpn.profile;

/// An unencrypted private key in PKCS #8 form. It shows its bytes only in the profile.
public final class PemPrivateKey implements ProfileKey {
    private static final String LABEL = "PRIVATE KEY";

    private final byte[] der;

    private PemPrivateKey(byte[] der) {
        this.der = der;
    }

    /// Reads PEM text that has one private key and nothing else.
    ///
    /// @throws IllegalArgumentException if it has not
    public static PemPrivateKey parse(String pem) {
        return new PemPrivateKey(Pem.parse(pem, LABEL, 1).getFirst());
    }

    String toPem() {
        return Pem.write(der, LABEL);
    }

    @Override
    public String toString() {
        return "PemPrivateKey[not shown]";
    }
}
