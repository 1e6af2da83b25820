package io.fieldgate.openvpn.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers and words in a peer's text.
class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9, 9",
        "10, 10",
        "0042, 42",
        "4294967295, 4294967295",
        "9999999999, 9999999999"
    })
    void digitsAreANumber(String text, long number) {
        assertThat(Digits.parse(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "+1", "1a", "/", ":", " 1", "1 ", "0x10", "\u0661", "00000000001"})
    void allElseIsNone(String text) {
        assertThat(Digits.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '%',
            value = {
                "route 10.0.0.0   255.0.0.0 > route|10.0.0.0|255.0.0.0",
                "%  a\tb  %                 > a|b",
                "a \"b c\" d                > a|b c|d",
                "a 'b c' d                  > a|b c|d",
                "a \"b 'c\" d               > a|b 'c|d",
                "a 'b \"c' d                > a|b \"c|d",
                "a \"\" b                   > a||b",
                "a '' b                     > a||b",
                "a\"b c\"d                  > ab cd",
                "a\\ b                      > a b",
                "a \"b\\\"c\"               > a|b\"c",
                "a 'b\\c'                   > a|b\\c",
                "a \\\\                     > a|\\",
                "%a \\%                     > a|\\",
                "\\'a                       > 'a",
                "%\\ %                      > % %"
            })
    void wordsArePartedAsInAConfigurationFile(String option, String words) {
        assertThat(OptionWords.of(option)).isEqualTo(List.of(words.split("\\|", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a \"b", "a 'b", "\"", "a \"b'"})
    void thereAreNoWordsInNothingAndInHalfAQuote(String option) {
        assertThat(OptionWords.of(option)).isEmpty();
    }

    @Test
    void wordsHaveLimits() {
        assertThat(OptionWords.of("a ".repeat(OptionWords.MAX_WORDS)))
                .hasSize(OptionWords.MAX_WORDS);
        assertThat(OptionWords.of("a ".repeat(OptionWords.MAX_WORDS + 1))).isEmpty();
        String longest = "x".repeat(PushReply.MAX_OPTION);
        assertThat(OptionWords.of(longest)).containsExactly(longest);
        assertThat(OptionWords.of(longest + "x")).isEmpty();
    }
}
