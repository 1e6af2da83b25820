package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationCodeTest {
    @Test
    void howACodeIsTypedDoesNotMatter() {
        ActivationCode code = new ActivationCode("012345-6789A-BCDEF-GHJKM-NPQRS");
        for (String typed :
                new String[] {
                    code.text(),
                    code.text().toLowerCase(Locale.ROOT),
                    code.text().replace("-", ""),
                    " " + code.text().replace("-", " ") + "\r\n",
                    code.text().replace('0', 'o').replace('1', 'l'),
                    code.text().replace('0', 'O').replace('1', 'I')
                }) {
            assertThat(ActivationCode.parse(typed))
                    .as(typed)
                    .hasValueSatisfying(read -> assertThat(read.hash()).isEqualTo(code.hash()));
        }
    }

    @Test
    void eachNewCodeIsRead() {
        ActivationCode code = ActivationCode.random();

        assertThat(ActivationCode.parse(code.text())).contains(code);
        assertThat(code.toString()).doesNotContain(code.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "012345-6789A-BCDEF-GHJKM-NPQR",
                "012345-6789A-BCDEF-GHJKM-NPQRST",
                "012345-6789A-BCDEF-GHJKM-NPQRU",
                "012345-6789A-BCDEF-GHJKM-NPQR\0",
                "012345-6789A-BCDEF-GHJKM-NPQR\u0661"
            })
    void anythingElseIsNoCode(String typed) {
        assertThat(ActivationCode.parse(typed)).isEmpty();
        assertThat(ActivationCode.parse(typed + " ".repeat(200))).isEmpty();
        assertThat(ActivationCode.parse(null)).isEmpty();
    }
}
