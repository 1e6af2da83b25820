package io.fieldgate.openvpn.profile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Ciphers, digest and packet sizes of the data channel.
final class DataDraft implements Section {
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 65_535;

    private final Findings findings;
    private List<ProfileCipher> ciphers = ProfileCipher.DEFAULT;
    private Optional<ProfileCipher> cipher = Optional.empty();
    private Optional<ProfileCipher> fallback = Optional.empty();
    private AuthDigest auth = AuthDigest.DEFAULT;
    private OptionalInt tunMtu = OptionalInt.empty();
    private OptionalInt mssfix = OptionalInt.empty();

    DataDraft(Findings findings) {
        this.findings = findings;
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "data-ciphers", "ncp-ciphers" -> ciphers = list(line);
            case "cipher" -> cipher = one(line);
            case "data-ciphers-fallback" -> fallback = one(line);
            case "auth" -> auth = digest(line.word());
            case "tun-mtu" -> {
                line.words(1, 2);
                tunMtu = OptionalInt.of(line.number(0, MIN_MTU, MAX_MTU));
            }
            case "mssfix" -> {
                if (!line.words(0, 2).isEmpty()) {
                    mssfix = OptionalInt.of(line.number(0, 0, MAX_MTU));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    DataOptions build() {
        return new DataOptions(
                ciphers, fallback.isPresent() ? fallback : cipher, auth, tunMtu, mssfix);
    }

    private List<ProfileCipher> list(ConfigLine line) throws Refusal {
        Set<ProfileCipher> known = new LinkedHashSet<>();
        boolean allKnown = true;
        for (String name : line.word().split(":", -1)) {
            if (name.equals("DEFAULT")) {
                known.addAll(ProfileCipher.DEFAULT);
                continue;
            }
            // A question mark says that it may be missing.
            Optional<ProfileCipher> cipher =
                    ProfileCipher.named(name.startsWith("?") ? name.substring(1) : name);
            cipher.ifPresent(known::add);
            allKnown &= cipher.isPresent();
        }
        if (known.isEmpty()) {
            throw new Refusal(
                    "has no cipher that is used here",
                    "add one of " + ProfileCipher.join(ProfileCipher.DEFAULT));
        }
        if (!allKnown) {
            findings.leaveOut(
                    line.number(),
                    line.name(),
                    "names ciphers that are not used here",
                    "nothing, if the server knows one of the others");
        }
        return new ArrayList<>(known);
    }

    private Optional<ProfileCipher> one(ConfigLine line) throws Refusal {
        String name = line.word();
        if (name.toLowerCase(Locale.ROOT).equals("none")) {
            throw new Refusal("turns encryption off", "remove the line");
        }
        Optional<ProfileCipher> found = ProfileCipher.named(name);
        if (found.isEmpty()) {
            findings.leaveOut(
                    line.number(),
                    line.name(),
                    "names a cipher that is not used here",
                    "nothing, if the server negotiates the cipher (OpenVPN 2.4 and newer)");
        }
        return found;
    }

    private static AuthDigest digest(String name) throws Refusal {
        return AuthDigest.named(name)
                .orElseThrow(() ->
                        new Refusal(
                                "names a digest that is not used here",
                                "use SHA256 on both ends (or SHA1, SHA384, SHA512)"));
    }
}
