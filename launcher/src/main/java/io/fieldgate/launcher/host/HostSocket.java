package io.fieldgate.launcher.host;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;

/// The Unix domain socket by which the portal reaches the [ProcessHost]: one line of JSON in, one
/// out, per connection. Only the portal's user can open it.
public final class HostSocket implements AutoCloseable {
    static final int LINE_LIMIT_BYTES = 256 * 1024;
    private static final int CONNECTIONS = 16;
    private static final int CONNECTION_LIMIT_SECONDS = 60;
    private static final int ACCEPT_PAUSE_MILLIS = 100;

    private final Path path;
    private final ProcessHost host;
    private final ServerSocketChannel channel;
    private final Semaphore connections = new Semaphore(CONNECTIONS);
    private final ScheduledExecutorService watchdog =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("host-watchdog").daemon().factory());

    private HostSocket(Path path, ProcessHost host, ServerSocketChannel channel) {
        this.path = path;
        this.host = host;
        this.channel = channel;
    }

    /// @param portal the account that may connect
    public static HostSocket open(Path path, ProcessHost host, Account portal) {
        try {
            Files.deleteIfExists(path);
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            portal.own(path);
            HostSocket socket = new HostSocket(path, host, channel);
            Thread.ofPlatform().name("host-socket").daemon().start(socket::accept);
            return socket;
        } catch (IOException e) {
            throw new Refusal(
                    "The socket %s cannot be opened: %s.".formatted(path, e.getMessage()), e);
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel connection = channel.accept();
                if (connections.tryAcquire()) {
                    Thread _ =
                            Thread.ofPlatform()
                                    .name("host-request")
                                    .daemon()
                                    .start(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (IOException closedOrNoFiles) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(ACCEPT_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel connection) {
        var limit =
                watchdog.schedule(
                        () -> closeQuietly(connection), CONNECTION_LIMIT_SECONDS, TimeUnit.SECONDS);
        try {
            HostAnswer answer = answer(readLine(connection));
            ByteBuffer line =
                    StandardCharsets.UTF_8.encode(
                            ContractJson.MAPPER.writeValueAsString(answer) + "\n");
            while (line.hasRemaining()) {
                connection.write(line);
            }
        } catch (IOException gone) {
            return; // the portal went away; it asks again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            limit.cancel(false);
            closeQuietly(connection);
            connections.release();
        }
    }

    private HostAnswer answer(String line) throws InterruptedException {
        try {
            HostRequest request = ContractJson.MAPPER.readValue(line, HostRequest.class);
            if (SpecCheck.isComplete(request)) {
                return host.answer(request);
            }
            return new HostAnswer.Refused(HostAnswer.Code.INVALID, "The request lacks something.");
        } catch (JacksonException e) {
            return new HostAnswer.Refused(
                    HostAnswer.Code.INVALID, "The request cannot be understood.");
        }
    }

    private static String readLine(SocketChannel connection) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer block = ByteBuffer.allocate(8192);
        while (connection.read(block.clear()) >= 0) {
            block.flip();
            while (block.hasRemaining()) {
                byte next = block.get();
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(next);
            }
            if (line.size() > LINE_LIMIT_BYTES) {
                throw new IOException("line too long");
            }
        }
        throw new IOException("no line");
    }

    private static void closeQuietly(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException alreadyGone) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException harmless) {
            // the next start deletes the file
        }
        watchdog.shutdownNow();
    }
}
