package io.fieldgate.openvpn.profile;

import java.util.Optional;
import java.util.regex.Pattern;

/// A private key that lies in a file beside the profile, so that the profile is made without it.
///
/// @param name a file name without a directory: 1 to 64 letters, digits, dots, dashes and
///   underscores, the first a letter or digit
public record KeyFile(String name) implements ProfileKey {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public KeyFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a key file");
        }
    }

    static Optional<KeyFile> of(String name) {
        return NAME.matcher(name).matches() ? Optional.of(new KeyFile(name)) : Optional.empty();
    }
}
