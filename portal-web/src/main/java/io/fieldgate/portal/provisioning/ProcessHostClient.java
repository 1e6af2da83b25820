package io.fieldgate.portal.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;

/// One question and one answer over the process host's Unix domain socket.
///
/// Each exchange has a connection and a time limit of its own. Safe for use by several threads.
final class ProcessHostClient {
    /// An answer lists every instance of the host; this is room for some ten thousand.
    static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final Path socket;
    private final Duration timeout;

    ProcessHostClient(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /// Sends a request and waits for its answer.
    ///
    /// @throws IOException if the host cannot be reached, is too slow or answers nonsense
    HostAnswer ask(HostRequest request) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] line = (ContractJson.MAPPER.writeValueAsString(request) + "\n").getBytes(UTF_8);
        byte[] answer;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            write(channel, key, ByteBuffer.wrap(line), deadline);
            answer = readLine(channel, key, deadline);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("the process host does not answer at " + socket, e);
        }
        try {
            return ContractJson.MAPPER.readValue(answer, HostAnswer.class);
        } catch (JacksonException e) {
            throw new IOException("the process host gave an answer that is not understood", e);
        }
    }

    private void write(SocketChannel channel, SelectionKey key, ByteBuffer bytes, long deadline)
            throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(key, SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    private byte[] readLine(SocketChannel channel, SelectionKey key, long deadline)
            throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (true) {
            int count = channel.read(buffer);
            if (count < 0) {
                throw new IOException("the process host closed the connection without an answer");
            }
            if (count == 0) {
                await(key, SelectionKey.OP_READ, deadline);
                continue;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return line.toByteArray();
                }
                line.write(next);
            }
            if (line.size() > MAX_ANSWER_BYTES) {
                throw new IOException("the process host's answer is too long");
            }
            buffer.clear();
        }
    }

    private void await(SelectionKey key, int operation, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        key.interestOps(operation);
        if (millis <= 0 || key.selector().select(millis) == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting for the process host");
            }
            throw new SocketTimeoutException(
                    "the process host did not answer within " + timeout.toSeconds() + " s");
        }
        key.selector().selectedKeys().clear();
    }
}
