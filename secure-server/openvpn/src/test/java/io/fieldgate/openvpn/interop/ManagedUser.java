package io.fieldgate.openvpn.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A graphical user interface without the graphics: attached to the management interface of OpenVPN
/// 2, which asks it the questions (`CR_TEXT`) that come while a connection waits.
final class ManagedUser implements AutoCloseable {
    private static final String HOLD = ">HOLD:";
    private static final String QUESTION = ">INFOMSG:CR_TEXT:";

    /// What the client said to its interface.
    final List<String> heard = new CopyOnWriteArrayList<>();

    private final SocketChannel channel;
    private final String answer;

    /// Lines of the profile. The client waits for its interface before it connects, so that no
    /// question is lost.
    static String[] profile(Path socket) {
        return new String[] {"management " + socket + " unix", "management-hold"};
    }

    /// Attaches itself once the client has opened the socket.
    ///
    /// @param answer to every question
    ManagedUser(Path socket, ClientProcess client, String answer) throws IOException {
        this.answer = answer;
        AtomicReference<@Nullable SocketChannel> opened = new AtomicReference<>();
        client.await(() -> "no management interface", Lab.SOON, () -> open(socket, opened));
        channel = Objects.requireNonNull(opened.get());
        Thread.ofVirtual().start(this::listen);
    }

    /// Whether it was asked in these words.
    boolean wasAsked(String question) {
        return heard.stream()
                .anyMatch(line -> line.startsWith(QUESTION) && line.endsWith(question));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// The file is there a moment before the client listens at it.
    private static boolean open(Path socket, AtomicReference<@Nullable SocketChannel> opened) {
        try {
            opened.set(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void listen() {
        try (BufferedReader lines = new BufferedReader(Channels.newReader(channel, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(line);
                if (line.startsWith(HOLD)) {
                    say("hold release");
                } else if (line.startsWith(QUESTION)) {
                    say(
                            "cr-response "
                                    + Base64.getEncoder().encodeToString(answer.getBytes(UTF_8)));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            heard.add("ended: " + e);
        }
    }

    private void say(String command) throws IOException {
        ByteBuffer bytes = UTF_8.encode(command + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
