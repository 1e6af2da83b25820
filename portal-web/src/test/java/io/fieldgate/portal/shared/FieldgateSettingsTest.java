package io.fieldgate.portal.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class FieldgateSettingsTest {
    private static final List<String> COMPLETE =
            List.of(
                    "fieldgate.public-host=vpn.example.com",
                    "fieldgate.control-port=8444",
                    "fieldgate.directory=/data/portal",
                    "fieldgate.pki-url=https://127.0.0.1:8445",
                    "fieldgate.root-certificate=/data/portal-ca.pem",
                    "fieldgate.pki-bootstrap-secret-file=/data/portal/pki-bootstrap.secret",
                    "fieldgate.host-socket=/data/run/host.sock",
                    "fieldgate.vpn-ports=1194-1693",
                    "fieldgate.launcher-token-file=/data/portal/launcher.token");

    @Test
    void everySettingHasItsPlace() {
        runner(COMPLETE)
                .run(context ->
                        assertThat(context)
                                .getBean(FieldgateSettings.class)
                                .satisfies(FieldgateSettingsTest::isComplete));
    }

    @Test
    void aMissingSettingIsNamed() {
        for (int i = 0; i < COMPLETE.size(); i++) {
            List<String> incomplete = new ArrayList<>(COMPLETE);
            String missing = incomplete.remove(i);
            String property =
                    camelCase(missing.substring("fieldgate.".length(), missing.indexOf('=')));
            runner(incomplete)
                    .run(context ->
                            assertThat(context)
                                    .getFailure()
                                    .rootCause()
                                    .hasMessageContaining(property));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fieldgate.public-hots=x",
                "fieldgate.public-host=two words",
                "fieldgate.public-host=a\nb",
                "fieldgate.control-port=0",
                "fieldgate.control-port=65536",
                "fieldgate.vpn-ports=1194",
                "fieldgate.vpn-ports=1300-1200",
                "fieldgate.vpn-ports=0-70000"
            })
    void aWrongOrUnknownSettingEndsTheStart(String setting) {
        List<String> settings = new ArrayList<>(COMPLETE);
        settings.add(setting);
        runner(settings)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasStackTraceContaining(
                                        setting.substring(
                                                "fieldgate.".length(), setting.indexOf('='))));
    }

    private static void isComplete(FieldgateSettings settings) {
        assertThat(settings.publicHost()).isEqualTo("vpn.example.com");
        assertThat(settings.controlPort()).isEqualTo(8444);
        assertThat(settings.directory()).isEqualTo(Path.of("/data/portal"));
        assertThat(settings.pkiUrl()).isEqualTo(URI.create("https://127.0.0.1:8445"));
        assertThat(settings.rootCertificate()).isEqualTo(Path.of("/data/portal-ca.pem"));
        assertThat(settings.pkiBootstrapSecretFile())
                .isEqualTo(Path.of("/data/portal/pki-bootstrap.secret"));
        assertThat(settings.hostSocket()).isEqualTo(Path.of("/data/run/host.sock"));
        assertThat(settings.vpnPorts()).isEqualTo(new PortRange(1194, 1693));
        assertThat(settings.launcherTokenFile()).isEqualTo(Path.of("/data/portal/launcher.token"));
    }

    private static String camelCase(String key) {
        String[] words = key.split("-", -1);
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .reduce("", String::concat);
    }

    private static ApplicationContextRunner runner(List<String> settings) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues(settings.toArray(String[]::new));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FieldgateSettings.class)
    static class Settings {}
}
