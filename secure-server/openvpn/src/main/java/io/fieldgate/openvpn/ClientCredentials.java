package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.OptionWords;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a client shows at each key exchange: user name and password, or the token that the server
/// gave out in place of the password.
final class ClientCredentials {
    private final Supplier<Credentials> owner;
    private String username = "";
    private @Nullable Credentials token;

    ClientCredentials(Supplier<Credentials> owner) {
        this.owner = owner;
    }

    /// For the key exchange that is under way.
    Credentials current() {
        Credentials held = token;
        if (held != null) {
            return held;
        }
        Credentials asked = owner.get();
        username = asked.username();
        return asked;
    }

    boolean usesToken() {
        return token != null;
    }

    /// Takes the token among pushed options.
    ///
    /// @return what to use from now on, if there was one
    Optional<Credentials> learn(List<String> options) {
        Optional<String> pushed = argument(options, "auth-token");
        argument(options, "auth-token-user")
                .flatMap(ClientCredentials::decoded)
                .ifPresent(name -> username = name);
        if (pushed.isEmpty()) {
            return Optional.empty();
        }
        Credentials learnt = new Credentials(username, pushed.get());
        token = learnt;
        return Optional.of(learnt);
    }

    private static Optional<String> argument(List<String> options, String name) {
        Optional<String> found = Optional.empty();
        for (String option : options) {
            if (option.startsWith(name + " ")) {
                List<String> words = OptionWords.of(option);
                found = words.size() == 2 ? Optional.of(words.get(1)) : found;
            }
        }
        return found;
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
