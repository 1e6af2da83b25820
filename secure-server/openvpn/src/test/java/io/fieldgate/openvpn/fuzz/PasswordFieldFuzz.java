package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.AuthTokens;
import io.fieldgate.openvpn.HostileWorld;
import io.fieldgate.openvpn.PasswordField;
import io.fieldgate.openvpn.wire.Vectors;
import java.time.Duration;
import java.util.UUID;

/// What stands in a password: answers to challenges, and tokens. Of damaged tokens none is taken.
public final class PasswordFieldFuzz {
    private static final AuthTokens TOKENS =
            new AuthTokens(Vectors.counting(9, AuthTokens.SECRET_LENGTH), "tenant");
    private static final long NOW = 1_800_000_000L;
    private static final String TOKEN = token();

    private PasswordFieldFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, PasswordFieldFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        String password = input.bit() ? damaged(input) : input.text();
        bounds.packet(() -> PasswordField.of(password));
        bounds.packet(() -> check(password));
    }

    private static String damaged(FuzzInput input) {
        StringBuilder token = new StringBuilder(TOKEN);
        while (input.hasMore()) {
            token.setCharAt(input.below(token.length()), (char) input.u8());
        }
        return token.toString();
    }

    private static void check(String password) {
        AuthTokens.Result result =
                TOKENS.check(password, "user", HostileWorld.clientCertificate(), NOW);
        // The last character has two bits that say nothing.
        boolean genuine = password.regionMatches(0, TOKEN, 0, TOKEN.length() - 1);
        assertThat(genuine || result instanceof AuthTokens.Result.Forged).isTrue();
    }

    private static String token() {
        return TOKENS.issue(
                new UUID(1, 2), "user", HostileWorld.clientCertificate(), NOW, Duration.ofHours(1));
    }
}
