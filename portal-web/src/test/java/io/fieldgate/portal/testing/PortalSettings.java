package io.fieldgate.portal.testing;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/// The settings of a portal under test: an empty database and an empty directory.
final class PortalSettings
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path directory = TestDirectory.create("fieldgate-test-portal");
        TestPropertyValues.of(
                        Map.ofEntries(
                                Map.entry("spring.datasource.url", url(context.getEnvironment())),
                                Map.entry("spring.datasource.username", TestPostgres.USER),
                                Map.entry("spring.datasource.password", "none"),
                                Map.entry("fieldgate.public-host", "portal.test"),
                                Map.entry("fieldgate.control-port", "18444"),
                                Map.entry("fieldgate.directory", directory.toString()),
                                Map.entry("fieldgate.pki-url", "https://127.0.0.1:1"),
                                Map.entry("fieldgate.root-certificate", directory + "/root.pem"),
                                Map.entry(
                                        "fieldgate.pki-bootstrap-secret-file",
                                        directory + "/pki-bootstrap.secret"),
                                Map.entry("fieldgate.host-socket", directory + "/host.sock"),
                                Map.entry("fieldgate.vpn-ports", "21194-21443"),
                                Map.entry(
                                        "fieldgate.launcher-token-file",
                                        directory + "/launcher.token")))
                .applyTo(context);
    }

    /// A database of its own, unless the test has chosen one.
    private static String url(ConfigurableEnvironment environment) {
        String chosen = environment.getProperty("spring.datasource.url");
        return chosen == null ? TestPostgres.shared().newDatabase() : chosen;
    }
}
