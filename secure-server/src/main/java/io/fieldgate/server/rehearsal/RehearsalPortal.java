package io.fieldgate.server.rehearsal;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.server.control.Pem;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/// The control endpoint of a portal as far as one secure server needs it: enrols it, has one state,
/// takes its reports. Over loopback, with the rehearsal's own certificates.
final class RehearsalPortal implements Closeable {
    private static final int MOST_WAITING = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final String LENGTH = "content-length:";

    private final RehearsalCa ca;
    private final Path instance;
    private final StateUpdate state;
    private final SSLServerSocket socket;
    private final CountDownLatch applied = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param instance the secure server's directory, where its keys are
    RehearsalPortal(RehearsalCa ca, Path instance, StateUpdate state)
            throws IOException, GeneralSecurityException {
        this.ca = ca;
        this.instance = instance;
        this.state = state;
        SSLContext tls = ca.tls(ca.issueServer("rehearsal-portal"));
        socket =
                (SSLServerSocket)
                        tls.getServerSocketFactory()
                                .createServerSocket(
                                        0, MOST_WAITING, InetAddress.getLoopbackAddress());
        socket.setWantClientAuth(true);
        Thread.ofPlatform().daemon().name("rehearsal-portal").start(this::accept);
    }

    String url() {
        return "https://127.0.0.1:" + socket.getLocalPort();
    }

    /// Whether the server says in that time that it works with the state.
    boolean awaitApplied(Duration limit) throws InterruptedException {
        return applied.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread.ofPlatform()
                        .daemon()
                        .name("rehearsal-portal-connection")
                        .start(() -> serve(connection));
            }
        } catch (IOException over) {
            closed.countDown();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            String first = line(in);
            while (!first.isEmpty()) {
                answer(out, handle(first, body(in)));
                first = line(in);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException failed) {
            // The server says in its log that the portal went away, and the rehearsal fails.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return what is to be answered as JSON; null for nothing
    private @Nullable Object handle(String request, byte[] body)
            throws IOException, GeneralSecurityException, InterruptedException {
        if (request.startsWith("POST /control/v1/bootstrap ")) {
            return identity();
        }
        if (request.startsWith("POST /control/v1/reports ")) {
            ServerReport report = ContractJson.MAPPER.readValue(body, ServerReport.class);
            if (report.appliedRevision() == state.revision()) {
                applied.countDown();
            }
            return null;
        }
        if (request.contains("since=0&")) {
            return state;
        }
        boolean over = closed.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        if (over) {
            throw new IOException("the rehearsal is over");
        }
        return null;
    }

    /// Certificates for the keys that the server has just made.
    private BootstrapAnswer identity() throws IOException, GeneralSecurityException {
        String own = state.settings().secureServerId();
        return new BootstrapAnswer(
                Pem.certificate(ca.certifyServer(own, key("vpn.key"))),
                Pem.certificate(ca.certifyClient(own, key("control.key"))),
                "",
                Pem.certificate(ca.certificate()));
    }

    private PublicKey key(String file) throws IOException, GeneralSecurityException {
        return Pem.keyPair(Files.readString(instance.resolve(file), StandardCharsets.US_ASCII))
                .getPublic();
    }

    /// Reads the rest of a request.
    private static byte[] body(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).trim());
            }
        }
        return in.readNBytes(length);
    }

    private static void answer(OutputStream out, @Nullable Object content) throws IOException {
        byte[] body =
                content == null ? new byte[0] : ContractJson.MAPPER.writeValueAsBytes(content);
        String head =
                content == null
                        ? "HTTP/1.1 204 No Content\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                .formatted(body.length);
        out.write(
                (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Without its end; empty at the end of the stream.
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }
}
