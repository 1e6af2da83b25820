package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.profile.ServerTrust.TlsVersion;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Certificates and what they are checked for.
final class TrustDraft implements Section {
    private static final int MAX_NAME_LENGTH = 256;
    private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";

    private final Findings findings;
    private final List<X509Certificate> extra = new ArrayList<>();
    private List<X509Certificate> authorities = List.of();
    private List<X509Certificate> chain = List.of();
    private Optional<ClientIdentity.Key> key = Optional.empty();
    private Optional<ServerName> name = Optional.empty();
    private boolean serverUsage;
    private TlsVersion minimum = TlsVersion.TLS_1_2;

    TrustDraft(Findings findings) {
        this.findings = findings;
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "ca" -> authorities = PemText.certificates(line.content());
            case "cert" -> chain = PemText.certificates(line.content());
            case "extra-certs" -> extra.addAll(PemText.certificates(line.content()));
            case "key" -> key = Optional.of(keyOf(line));
            case "verify-x509-name" -> name = Optional.of(nameOf(line));
            case "remote-cert-tls" -> takeUsage(line, "server");
            case "remote-cert-eku" -> takeUsage(line, "TLS Web Server Authentication");
            case "tls-version-min" -> takeMinimum(line);
            default -> {
                return false;
            }
        }
        return true;
    }

    ServerTrust trust() {
        return new ServerTrust(authorities, name, serverUsage, minimum);
    }

    /// @param takenNames names of the directives that were there, taken or refused
    Optional<ClientIdentity> identity(Set<String> takenNames) {
        if (!takenNames.contains("ca")) {
            refuseMissing("ca", "add the authority's certificate as a block <ca>");
        }
        if (takenNames.contains("cert") && !takenNames.contains("key")) {
            refuseMissing("key", "add the certificate's private key as a block <key>");
        }
        if (takenNames.contains("key") && !takenNames.contains("cert")) {
            refuseMissing("cert", "add the key's certificate as a block <cert>");
        }
        if (chain.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> all = new ArrayList<>(chain);
        all.addAll(extra);
        return Optional.of(new ClientIdentity(all, key.get()));
    }

    private void refuseMissing(String directive, String remedy) {
        findings.refuse(0, directive, new Refusal("is missing", remedy));
    }

    private static ClientIdentity.Key keyOf(ConfigLine line) throws Refusal {
        if (line.block().isPresent()) {
            return new ClientIdentity.Key.Inline(PemText.privateKey(line.block().get()));
        }
        return new ClientIdentity.Key.Outside(
                KeyFile.of(line.word())
                        .orElseThrow(() ->
                                new Refusal(
                                        "names a file that does not lie beside the profile",
                                        "put the key in a block <key>, or write a file name"
                                                + " without a directory")));
    }

    private static ServerName nameOf(ConfigLine line) throws Refusal {
        List<String> words = line.words(1, 2);
        String value = words.getFirst();
        if (value.isEmpty()
                || value.length() > MAX_NAME_LENGTH
                || !value.codePoints().allMatch(PlainText::isShown)) {
            throw new Refusal(
                    "has no name of 1 to 256 printable characters", "write the server's name");
        }
        return new ServerName(value, typeOf(words.size() == 1 ? "subject" : words.get(1)));
    }

    private static ServerName.Type typeOf(String word) throws Refusal {
        return switch (word) {
            case "subject" -> ServerName.Type.SUBJECT;
            case "name" -> ServerName.Type.NAME;
            case "name-prefix" -> ServerName.Type.NAME_PREFIX;
            default ->
                    throw new Refusal(
                            "has an unknown type of name", "use subject, name or name-prefix");
        };
    }

    private void takeUsage(ConfigLine line, String expected) throws Refusal {
        String usage = line.word();
        if (!usage.equals(expected) && !usage.equals(SERVER_USAGE)) {
            throw new Refusal(
                    "asks for another usage than a server's", "write remote-cert-tls server");
        }
        serverUsage = true;
    }

    private void takeMinimum(ConfigLine line) throws Refusal {
        switch (line.words(1, 2).getFirst()) {
            case "1.0", "1.1" ->
                    findings.leaveOut(
                            line.number(),
                            line.name(),
                            "would allow TLS before 1.2, which is never used",
                            "write tls-version-min 1.2");
            case "1.2" -> minimum = TlsVersion.TLS_1_2;
            case "1.3" -> minimum = TlsVersion.TLS_1_3;
            default -> throw new Refusal("names no TLS version", "use 1.2 or 1.3");
        }
    }
}
