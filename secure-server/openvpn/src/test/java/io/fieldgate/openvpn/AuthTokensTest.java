package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuthTokensTest {
    private static final X509Certificate CERTIFICATE = VirtualWorld.CLIENT.certificate();
    private static final X509Certificate OTHER = VirtualWorld.PKI.client("client-1").certificate();
    private static final UUID SIGN_IN = new UUID(7, 8);
    private static final long NOW = 1_800_000_000L;
    private static final Duration EIGHT_HOURS = Duration.ofHours(8);

    private final byte[] secret = new byte[AuthTokens.SECRET_LENGTH];
    private final AuthTokens tokens = new AuthTokens(secret, "tenant-a");
    private final String token = tokens.issue(SIGN_IN, "anna", CERTIFICATE, NOW, EIGHT_HOURS);

    @Test
    void aTokenIsGoodForItsPeerUntilItsEnd() {
        assertThat(tokens.check(token, "anna", CERTIFICATE, NOW + 3600))
                .isEqualTo(new AuthTokens.Result.Valid(SIGN_IN, NOW, 7 * 3600));
        assertThat(tokens.check(token, "anna", CERTIFICATE, NOW + 8 * 3600 - 1).validSignIn())
                .contains(SIGN_IN);
        assertThat(tokens.check(token, "anna", CERTIFICATE, NOW + 8 * 3600))
                .isEqualTo(new AuthTokens.Result.Expired());
    }

    @Test
    void everyStockClientCanKeepAToken() {
        assertThat(token).matches("[A-Za-z0-9_-]{1,127}");
        assertThat(AuthTokens.isToken(token)).isTrue();
        assertThat(new Admission.AuthToken(token, Optional.empty()).toString())
                .doesNotContain(token);
    }

    @Test
    void aTokenIsWorthNothingToAnybodyElse() {
        var forged = new AuthTokens.Result.Forged();
        assertThat(tokens.check(token, "bert", CERTIFICATE, NOW)).isEqualTo(forged);
        assertThat(tokens.check(token, "anna", OTHER, NOW)).isEqualTo(forged);
        assertThat(new AuthTokens(secret, "tenant-b").check(token, "anna", CERTIFICATE, NOW))
                .isEqualTo(forged);
        byte[] another = secret.clone();
        another[31] = 1;
        assertThat(new AuthTokens(another, "tenant-a").check(token, "anna", CERTIFICATE, NOW))
                .isEqualTo(forged);
    }

    @Test
    void nameAndTenantCannotBeShiftedIntoEachOther() {
        AuthTokens other = new AuthTokens(secret, "tenant-aan");
        assertThat(other.check(token, "na", CERTIFICATE, NOW))
                .isEqualTo(new AuthTokens.Result.Forged());
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + c + token.substring(i + 1);
            assertThat(tokens.check(changed, "anna", CERTIFICATE, NOW))
                    .as(changed)
                    .isNotInstanceOf(AuthTokens.Result.Valid.class);
        }
        for (int length = 0; length < token.length(); length++) {
            assertThat(tokens.check(token.substring(0, length), "anna", CERTIFICATE, NOW))
                    .isEqualTo(new AuthTokens.Result.Forged());
        }
        assertThat(tokens.check(token + "A", "anna", CERTIFICATE, NOW))
                .isEqualTo(new AuthTokens.Result.Forged());
    }

    @Test
    void aTokenHasOneSpelling() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        for (int spare = 1; spare < 4; spare++) {
            String other = token.substring(0, token.length() - 1) + alphabet.charAt(last ^ spare);
            assertThat(tokens.check(other, "anna", CERTIFICATE, NOW))
                    .isEqualTo(new AuthTokens.Result.Forged());
        }
    }

    @Test
    void aSecretHasALength() {
        assertThatThrownBy(() -> new AuthTokens(new byte[31], "t"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
