package io.fieldgate.portal.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// Gives the portal under test a PKI service of its own.
public final class PkiSettings
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static @Nullable TestPki pki;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPki service = pki();
        TestPropertyValues.of(
                        "fieldgate.public-host=Portal.Example.org",
                        "fieldgate.control-port=" + freePort(),
                        "fieldgate.pki-url=" + service.url(),
                        "fieldgate.root-certificate=" + service.rootCertificate(),
                        "fieldgate.pki-bootstrap-secret-file=" + service.secretFile())
                .applyTo(context);
        context.getBeanFactory().registerSingleton("testPki", service);
    }

    private static synchronized TestPki pki() {
        TestPki running = pki;
        if (running == null) {
            try {
                Path directory = Files.createTempDirectory("fieldgate-test-pki");
                running = TestPki.start(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pki = running;
            Runtime.getRuntime().addShutdownHook(new Thread(running::delete));
        }
        return running;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
