package io.fieldgate.portal.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// A process host that listens on a real Unix socket and answers as the test says.
public final class InTestProcessHost implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Function<HostRequest, HostAnswer> behaviour;

    public InTestProcessHost(Path socket, Function<HostRequest, HostAnswer> behaviour)
            throws IOException {
        this.socket = socket;
        this.behaviour = behaviour;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("process-host").start(this::serve);
    }

    private void serve() {
        while (listener.isOpen()) {
            try (SocketChannel channel = listener.accept()) {
                BufferedReader in = new BufferedReader(Channels.newReader(channel, UTF_8));
                HostRequest request =
                        ContractJson.MAPPER.readValue(in.readLine(), HostRequest.class);
                String answer = ContractJson.MAPPER.writeValueAsString(behaviour.apply(request));
                ByteBuffer line = UTF_8.encode(answer + "\n");
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                throw new AssertionError("process host", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }
}
