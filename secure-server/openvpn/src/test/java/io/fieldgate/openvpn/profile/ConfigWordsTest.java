package io.fieldgate.openvpn.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compared with the stock client itself in [StockProfileTest].
class ConfigWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "remote a 1194 udp     | remote,a,1194,udp",
                "`\tremote\u000ba\f`   | remote,a",
                "a \"b c\" d           | a,b c,d",
                "a 'b c' d             | a,b c,d",
                "a \"b'c\"             | a,b'c",
                "a 'b\"c'              | a,b\"c",
                "a \"b\\\"c\"          | a,b\"c",
                "a 'b\\c'              | a,b\\c",
                "a b\\\\c              | a,b\\c",
                "a b\\ c               | a,b c",
                "a b\"c\"              | a,b\"c\"",
                "a \"b\"c              | a,b,c",
                "a \\\"b               | a,\"b",
                "a \\ b                | a,b",
                "a # b                 | a",
                "a ; b                 | a",
                "a b#c;d               | a,b#c;d",
                "a \"#b\"              | a,#b",
                "a \\#b                | a",
                "a '' \"\"             | a,,",
            })
    void wordsAreSplitAsOpenvpnDoes(String line, String words) throws Exception {
        assertThat(String.join(",", ConfigWords.split(line))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#a", ";a", "  # a", "\r\n", "\\ # a"})
    void emptyLinesAndCommentsHaveNoWords(String line) throws Exception {
        assertThat(ConfigWords.split(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"b", "a 'b", "a b\\", "a \\b", "a b\\'c", "\"a\\nb\""})
    void anythingElseIsRefused(String line) {
        assertThatThrownBy(() -> ConfigWords.split(line)).isInstanceOf(Refusal.class);
    }

    @Test
    void aBackslashBeforeTheLineEndIsPartOfTheWord() throws Exception {
        assertThat(ConfigWords.split("a b\\\n")).containsExactly("a", "b\n");
    }

    @Test
    void aLineHasAtMostSixteenWords() throws Exception {
        assertThat(ConfigWords.split("a ".repeat(16))).hasSize(16);
        assertThatThrownBy(() -> ConfigWords.split("a ".repeat(17))).isInstanceOf(Refusal.class);
    }

    @Test
    void whatIsQuotedIsReadBack() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            String word = HostileText.next(random).replace("\0", "");
            assertThat(ConfigWords.split(ConfigWords.quote(word)))
                    .as("seed %d", seed)
                    .isEqualTo(List.of(word));
        }
    }
}
