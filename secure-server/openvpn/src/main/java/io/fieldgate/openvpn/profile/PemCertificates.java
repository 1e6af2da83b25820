package io.fieldgate.openvpn.profile;

import java.util.List;

/// One certificate or a chain, 1 to 8.
public final class PemCertificates {
    private static final String LABEL = "CERTIFICATE";
    private static final int MAX = 8;

    private final List<byte[]> certificates;

    private PemCertificates(List<byte[]> certificates) {
        this.certificates = certificates;
    }

    /// Reads PEM text that has certificates only.
    ///
    /// @throws IllegalArgumentException if there is anything else in it, or nothing
    public static PemCertificates parse(String pem) {
        return new PemCertificates(Pem.parse(pem, LABEL, MAX));
    }

    String toPem() {
        StringBuilder text = new StringBuilder();
        certificates.forEach(der -> text.append(Pem.write(der, LABEL)));
        return text.toString();
    }
}
