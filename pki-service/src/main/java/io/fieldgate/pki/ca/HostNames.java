package io.fieldgate.pki.ca;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/// DNS names and IP addresses as subject alternative names.
///
/// A DNS name has labels of letters, digits and inner hyphens (RFC 1123 section 2.1); no wildcards.
final class HostNames {
    static final int MAX_HOSTS = 16;
    private static final int MAX_NAME_CHARACTERS = 253;
    private static final Pattern DNS =
            Pattern.compile(
                    "(?!.*\\.\\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
                            + "(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private HostNames() {}

    static List<GeneralName> parse(@Nullable List<String> hosts) throws RefusedException {
        if (hosts == null || hosts.isEmpty() || hosts.size() > MAX_HOSTS) {
            throw new RefusedException(
                    Reason.INVALID, "A portal needs 1 to " + MAX_HOSTS + " \"hosts\".");
        }
        List<GeneralName> names = new ArrayList<>();
        for (String host : new LinkedHashSet<>(hosts)) {
            names.add(parse(host));
        }
        return names;
    }

    private static GeneralName parse(String host) throws RefusedException {
        if (host.length() <= MAX_NAME_CHARACTERS) {
            if (IPAddress.isValidIPv4(host) || IPAddress.isValidIPv6(host)) {
                return new GeneralName(GeneralName.iPAddress, host);
            }
            if (!host.matches("\\d+") && DNS.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
                return new GeneralName(GeneralName.dNSName, host.toLowerCase(Locale.ROOT));
            }
        }
        throw new RefusedException(
                Reason.INVALID,
                "Each of \"hosts\" must be a DNS name (letters, digits, hyphens, dots) or an IP"
                        + " address.");
    }
}
