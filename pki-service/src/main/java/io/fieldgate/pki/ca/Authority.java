package io.fieldgate.pki.ca;

import io.fieldgate.pki.key.CaKey;
import io.fieldgate.pki.lint.IssuerIdentity;
import java.io.IOException;
import org.bouncycastle.cert.X509CertificateHolder;

/// A certification authority: its name here, its certificate and its key.
record Authority(String name, X509CertificateHolder certificate, CaKey key) {
    IssuerIdentity identity() {
        return IssuerIdentity.of(certificate);
    }

    String pem() throws IOException {
        return Pem.of(certificate);
    }
}
