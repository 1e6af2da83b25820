package io.fieldgate.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.launcher.standin.TestFolder;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final Settings SETTINGS =
            new Settings(
                    "vpn.example.com",
                    8443,
                    8444,
                    8445,
                    8446,
                    "1194-1693",
                    Settings.Database.EMBEDDED,
                    Map.of("pki", 60578));
    private static final String WRITTEN =
            """
            {"host":"vpn.example.com","port":8443,"controlPort":8444,"pkiPort":8445,
            "postgresPort":8446,"vpnPorts":"1194-1693","database":"EMBEDDED","users":{"pki":60578}}
            """;

    private final TestFolder folder = new TestFolder();
    private final DataFolder data = folder.data();
    private final SettingsFile file = new SettingsFile(data);

    @AfterEach
    void clean() throws IOException {
        folder.close();
    }

    @Test
    void beforeTheFirstStartThereAreNone() {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void whatIsWrittenIsRead() {
        file.write(SETTINGS);
        assertThat(file.read()).contains(SETTINGS);
    }

    @Test
    void theNamesInTheFileAreAContract() throws IOException {
        Files.writeString(data.settings(), WRITTEN);
        assertThat(file.read()).contains(SETTINGS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"host\":\"vpn.example.com\"}",
                "\u0000\u0000\u0000"
            })
    void aDamagedFileIsRefusedWithItsName(String content) throws IOException {
        Files.writeString(data.settings(), content);
        assertThatThrownBy(file::read)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(data.settings().toString());
        assertThat(data.settings()).hasContent(content);
    }

    @Test
    void anUnknownSettingIsRefused() throws IOException {
        Files.writeString(data.settings(), WRITTEN.replace("\"host\"", "\"hosts\":1,\"host\""));
        assertThatThrownBy(file::read).isInstanceOf(Refusal.class).hasMessageContaining("hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"port\":0", "\"port\":65536", "\"port\":\"x\"", "\"port\":null"})
    void aWrongPortIsRefused(String port) throws IOException {
        Files.writeString(data.settings(), WRITTEN.replace("\"port\":8443", port));
        assertThatThrownBy(file::read).isInstanceOf(Refusal.class);
    }

    @Test
    void aHostThatIsNoneIsRefused() throws IOException {
        Files.writeString(data.settings(), WRITTEN.replace("vpn.example.com", "a b"));
        assertThatThrownBy(file::read).isInstanceOf(Refusal.class);
    }

    @Test
    void theAddressLeavesOutTheUsualPort() {
        assertThat(SETTINGS.address()).isEqualTo("https://vpn.example.com:8443");
        Settings usual =
                new Settings(
                        "2001:db8::1",
                        443,
                        444,
                        445,
                        446,
                        "1194-1693",
                        Settings.Database.EXTERNAL,
                        Map.of());
        assertThat(usual.address()).isEqualTo("https://[2001:db8:0:0:0:0:0:1]");
    }
}
