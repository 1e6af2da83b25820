package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PasswordFieldTest {
    @Test
    void aStaticChallengeBringsPasswordAndResponse() {
        assertThat(PasswordField.of("SCRV1:c2VjcmV0cHc=:NDMyMQ=="))
                .isEqualTo(new PasswordField.WithResponse("secretpw", "4321"));
        assertThat(PasswordField.of("SCRV1::NDMyMQ=="))
                .isEqualTo(new PasswordField.WithResponse("", "4321"));
    }

    @Test
    void aDynamicChallengeBringsItsStateBack() {
        assertThat(PasswordField.of("CRV1::state-1::123:456"))
                .isEqualTo(new PasswordField.ChallengeResponse("state-1", "123:456"));
    }

    @Test
    void brokenAnswersAreNotTakenForPasswords() {
        for (String broken :
                new String[] {
                    "SCRV1:",
                    "SCRV1:a",
                    "SCRV1:*:*",
                    "SCRV1:YQ==:YQ==:YQ==",
                    "CRV1:",
                    "CRV1::x",
                    "CRV1:a:b:c:d",
                    "CRV1::s:x:r"
                }) {
            assertThat(PasswordField.of(broken))
                    .as(broken)
                    .isEqualTo(new PasswordField.Malformed());
        }
    }

    @Test
    void everythingElseIsAPassword() {
        assertThat(PasswordField.of("123456")).isEqualTo(new PasswordField.Plain("123456"));
        assertThat(PasswordField.of("")).isEqualTo(new PasswordField.Plain(""));
        assertThat(PasswordField.of("FG_AT_x")).isEqualTo(new PasswordField.Token("FG_AT_x"));
    }

    @Test
    void noneShowsItsSecretInText() {
        Map<String, String> shown =
                Map.of(
                        "secret", "Plain[***]",
                        "SCRV1:c2VjcmV0:c2VjcmV0", "WithResponse[***]",
                        "CRV1::secret::secret", "ChallengeResponse[***]",
                        "FG_AT_secret", "Token[***]");
        shown.forEach((password, text) ->
                assertThat(PasswordField.of(password).toString()).isEqualTo(text));
    }
}
