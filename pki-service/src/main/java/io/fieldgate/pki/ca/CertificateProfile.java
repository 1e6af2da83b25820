package io.fieldgate.pki.ca;

import io.fieldgate.pki.lint.CertificateRole;
import java.time.Period;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;

/// What a certificate says that does not depend on its key or on the time.
record CertificateProfile(
        String commonName,
        List<GeneralName> alternativeNames,
        CertificateRole role,
        Period lifetime) {
    CertificateProfile {
        alternativeNames = List.copyOf(alternativeNames);
    }
}
