package io.fieldgate.portal.certificate.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// Host names and addresses in a form that can be compared.
final class SubjectNames {
    private SubjectNames() {}

    static Set<String> of(Collection<String> hosts) {
        Set<String> names = new HashSet<>();
        hosts.forEach(host -> names.add(canonical(host)));
        return names;
    }

    /// The subject alternative names of a certificate.
    static Set<String> of(X509Certificate certificate) throws IOException {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            Set<String> names = new HashSet<>();
            if (alternatives != null) {
                for (List<?> each : alternatives) {
                    names.add(canonical(Objects.toString(each.get(1))));
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            throw new IOException("The HTTPS certificate cannot be read.", e);
        }
    }

    private static String canonical(String host) {
        try {
            return InetAddress.ofLiteral(host).getHostAddress();
        } catch (IllegalArgumentException e) {
            return host.toLowerCase(Locale.ROOT);
        }
    }
}
