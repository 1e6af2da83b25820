package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "192.168.1.77/24, 192.168.1.0/24",
        "10.0.0.1, 10.0.0.1/32",
        "255.255.255.255/0, 0.0.0.0/0",
        "2001:DB8::1/32, 2001:db8::/32",
        "2001:db8:0:0:1:0:0:1/128, 2001:db8::1:0:0:1/128",
        "::/0, ::/0",
        "fe80::1:2:3/65, fe80::/65",
    })
    void hostBitsAreClearedAndTheTextIsCanonical(String text, String canonical) {
        assertThat(Prefix.parse(text)).map(Prefix::toString).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "256.0.0.1",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/024",
                "01.2.3.4",
                "0x7f.0.0.1",
                "1.2.3.4/",
                "1.2.3.4/8/8",
                " 1.2.3.4",
                "localhost",
                "fe80::1%eth0",
                "::1/129",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "g::",
                "::ffff:1.2.3.4",
                "１.2.3.4",
                "1.2.3.4/٨",
            })
    void whatIsNoPrefixIsNotRead(String text) {
        assertThat(Prefix.parse(text)).isEqualTo(Optional.empty());
    }

    @Test
    void overlapIsMutualAndKnowsFamilies() {
        Prefix wide = Prefix.parse("10.0.0.0/8").orElseThrow();
        Prefix narrow = Prefix.parse("10.1.0.0/16").orElseThrow();
        Prefix apart = Prefix.parse("11.0.0.0/8").orElseThrow();
        assertThat(wide.overlaps(narrow)).isTrue();
        assertThat(narrow.overlaps(wide)).isTrue();
        assertThat(wide.overlaps(apart)).isFalse();
        assertThat(Prefix.parse("::/0").orElseThrow().overlaps(wide)).isFalse();
    }

    @Test
    void isEqualInAllItsPartsOnly() {
        Prefix prefix = new Prefix(true, 1L << 32, 1L << 16, 120);
        assertThat(prefix)
                .isEqualTo(new Prefix(true, 1L << 32, 1L << 16, 120))
                .hasSameHashCodeAs(new Prefix(true, 1L << 32, 1L << 16, 120))
                .isNotEqualTo(new Prefix(true, 1L << 33, 1L << 16, 120))
                .isNotEqualTo(new Prefix(true, 1L << 32, 1L << 17, 120))
                .isNotEqualTo(new Prefix(true, 1L << 32, 1L << 16, 121))
                .isNotEqualTo(null);
        assertThat(new Prefix(false, 0, 0, 0)).isNotEqualTo(new Prefix(true, 0, 0, 0));
    }
}
