package io.fieldgate.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.launcher.system.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "vpn.example.com, vpn.example.com",
        "VPN.Example.COM, vpn.example.com",
        "localhost, localhost",
        "198.51.100.7, 198.51.100.7",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7",
        "[2001:db8::7], 2001:db8:0:0:0:0:0:7"
    })
    void aNameOrAnAddressCanBeDialled(String said, String kept) {
        assertThat(HostName.parse(said).text()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "a\nremote evil",
                "-x.example.com",
                "a..b",
                "vpn.example.com:443",
                "https://vpn.example.com",
                "300.1.1.1",
                "1",
                "127.1",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "fe80::1%eth0",
                "\uD83D\uDEB0",
                "</ca>"
            })
    void anythingElseCannot(String said) {
        assertThatThrownBy(() -> HostName.parse(said)).isInstanceOf(Refusal.class);
    }

    @Test
    void aNameOfTenKilobytesIsShownShort() {
        assertThatThrownBy(() -> HostName.parse("x".repeat(10_240)))
                .isInstanceOf(Refusal.class)
                .message()
                .hasSizeLessThan(300);
    }

    @Test
    void thisMachineHasSomeName() {
        assertThat(HostName.parse(HostName.ofThisMachine().text()).text()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1194", "1194-", "2-1", "0-5", "1-65536", "a-b", "1-2-3", "1 - 2"})
    void aRangeThatIsNoneIsRefused(String said) {
        assertThatThrownBy(() -> PortRange.parse(said)).isInstanceOf(Refusal.class);
    }

    @Test
    void aRangeHoldsBothItsEnds() {
        PortRange range = PortRange.parse("1194-1196");
        assertThat(range.contains(1193)).isFalse();
        assertThat(range.contains(1194)).isTrue();
        assertThat(range.contains(1196)).isTrue();
        assertThat(range.contains(1197)).isFalse();
    }

    @Test
    void aDatabaseUrlIsTakenApartAndNeverShowsItsPassword() {
        DatabaseAccess access =
                DatabaseAccess.parse(
                        "jdbc:postgresql://db:5432/fg?user=app&password=s%26cret&sslmode=require");
        assertThat(access.url()).isEqualTo("jdbc:postgresql://db:5432/fg?sslmode=require");
        assertThat(access.user()).isEqualTo("app");
        assertThat(access.password()).isEqualTo("s&cret");
        assertThat(access.toString()).doesNotContain("cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postgres",
                "jdbc:mysql://db/fg?user=a",
                "jdbc:postgresql://db/fg",
                "jdbc:postgresql://db/fg?password=secret",
                "jdbc:postgresql://db/fg?user=%zz&password=secret"
            })
    void aDatabaseUrlThatIsNoneIsRefusedWithoutItsPassword(String said) {
        assertThatThrownBy(() -> DatabaseAccess.parse(said))
                .isInstanceOf(Refusal.class)
                .message()
                .doesNotContain("secret");
    }
}
