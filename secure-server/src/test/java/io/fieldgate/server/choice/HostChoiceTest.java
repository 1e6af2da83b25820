package io.fieldgate.server.choice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostChoiceTest {
    private static final String PROPERTY = "fieldgate.keys";

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void theHostChoosesUnlessTheOperatorSays() {
        assertThat(System.getenv("FIELDGATE_KEYS")).isNull();
        assertThat(HostChoice.KEYS.wanted()).isEqualTo("auto");
        System.setProperty(PROPERTY, "JDK");
        assertThat(HostChoice.KEYS.wanted()).isEqualTo("jdk");
    }

    @Test
    void anUnknownValueIsNamedWithThoseThatAreKnown() {
        assertThat(HostChoice.KEYS.refusal("x", "jdk or auto", "auto it is"))
                .isEqualTo("fieldgate.keys is \"x\": jdk or auto is known; auto it is");
    }
}
