package io.fieldgate.portal.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The real PKI service, as a process of its own on 127.0.0.1. It ends with this JVM, because it
/// ends when its standard input does.
public final class TestPki {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MAIN = "io.fieldgate.pki.http.PkiServiceApplication";

    /// What of the portal's class path the PKI service does not have.
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "portal-web/target|jpa|hibernate|jdbc|spring-orm|spring-tx|flyway|security"
                            + "|thymeleaf|modulith|springdoc|swagger|actuat|health|validat|Hikari"
                            + "|postgres|boot-sql|boot-transaction|boot-persistence|boot-data"
                            + "|spring-data|restclient|webclient|mockmvc|-test");

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private TestPki(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// Starts a service with an empty directory.
    ///
    /// @param directory an existing directory for its data and its log
    public static TestPki start(Path directory) throws IOException {
        TestPki pki = new TestPki(directory, freePort());
        pki.newSecret();
        pki.start();
        return pki;
    }

    /// Starts it again after [#stop], on the same data and port.
    public void start() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                MAIN,
                                "--server.port=" + port,
                                "--fieldgate.pki.directory=" + directory.resolve("pki"),
                                "--fieldgate.pki.bootstrap-secret-file=" + secretFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("pki.log").toFile())
                        .start();
        Deadline.in(LIMIT).until("the PKI service listens", this::listens);
    }

    /// Puts a new bootstrap secret in place: the next portal that uses it replaces the one before.
    public void newSecret() throws IOException {
        Files.writeString(secretFile(), UUID.randomUUID() + "-" + UUID.randomUUID() + "\n");
    }

    /// Ends it at once, as when its machine dies.
    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    /// Ends it for good, and deletes its data.
    public void delete() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    public Path rootCertificate() {
        return directory.resolve("pki/root.pem");
    }

    public Path secretFile() {
        return directory.resolve("bootstrap.secret");
    }

    private boolean listens() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException("The PKI service has ended: " + log());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !FOREIGN.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("pki.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
