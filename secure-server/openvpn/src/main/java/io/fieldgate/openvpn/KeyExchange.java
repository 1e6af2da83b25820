package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.ReliableReceiver;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.wire.ControlPacket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The exchange of one key: resets, a TLS session of its own, key method 2 both ways, and the text
/// messages that follow.
///
/// ```
/// Resetting   -> own reset acknowledged      -> Negotiating
/// Negotiating -> peer's key method 2 read    -> Answered (own key method 2 sent)
/// Answered    -> server: all acknowledged    -> Active (the owner decides)
/// Active      -> the owner was asked         -> Deciding
/// Deciding    -> the owner agreed            -> Settled
/// ```
///
/// A server sends no text message before Active: OpenVPN 3 loses one that comes together with key
/// method 2.
final class KeyExchange {
    private final ControlChannel channel;
    private final TlsEngine tls;
    private final KeyMethodSide side;
    private final long startedNanos;
    private final ArrayDeque<byte[]> plaintexts = new ArrayDeque<>();
    private Stage stage;
    private boolean awaitsPeer;
    private boolean opened;
    private boolean overflow;

    /// @param resetsExchanged whether both resets were exchanged before this object was made
    KeyExchange(
            ControlChannel channel,
            TlsEngine tls,
            KeyMethodSide side,
            long nowNanos,
            boolean resetsExchanged) {
        this.channel = channel;
        this.tls = tls;
        this.side = side;
        this.awaitsPeer = !resetsExchanged;
        this.startedNanos = nowNanos;
        this.stage = resetsExchanged ? new Stage.Negotiating() : new Stage.Resetting();
    }

    int keyId() {
        return channel.keyId();
    }

    ControlChannel channel() {
        return channel;
    }

    TlsEngine tls() {
        return tls;
    }

    Stage stage() {
        return stage;
    }

    long startedNanos() {
        return startedNanos;
    }

    boolean isSettled() {
        return stage instanceof Stage.Settled;
    }

    /// The owner is being asked, once.
    void ask(Stage.Active active) {
        stage = new Stage.Deciding(active.exchanged());
    }

    /// The owner accepts the peer with this key.
    void settle() {
        stage = new Stage.Settled();
    }

    /// Takes an authenticated packet; then [#advance].
    ///
    /// @return false if the packet was dropped
    boolean receive(long nowNanos, ControlPacket packet) {
        return channel.receive(nowNanos, packet) != ReliableReceiver.Outcome.OUT_OF_WINDOW;
    }

    /// Does all that has become possible.
    ///
    /// @param tasks gets slow TLS work; call [#advance] again when it has run
    /// @return the peer's text messages in order, each in the plaintext that it came in
    List<byte[]> advance(Consumer<Runnable> tasks)
            throws TlsFailedException, MalformedMessageException {
        if (stage instanceof Stage.Resetting) {
            if (!channel.isIdle()) {
                return List.of();
            }
            stage = new Stage.Negotiating();
        }
        for (byte[] payload = channel.poll(); payload != null; payload = channel.poll()) {
            // OpenVPN 3 answers a soft reset with its first TLS bytes, and with no reset.
            awaitsPeer = false;
            tls.feed(payload);
        }
        if (awaitsPeer) {
            return List.of();
        }
        tls.advance(sink(tasks));
        open();
        List<byte[]> messages = new ArrayList<>();
        while (!plaintexts.isEmpty()) {
            read(next(), messages);
        }
        if (overflow) {
            throw new MalformedMessageException("the peer acknowledges nothing");
        }
        if (stage instanceof Stage.Answered answered
                && (side.isActiveAtOnce() || channel.isIdle())) {
            stage = new Stage.Active(answered.exchanged());
        }
        return messages;
    }

    /// Sends one text message; only once Active.
    void send(String text) throws TlsFailedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, message, 0, bytes.length);
        tls.write(message, sink(KeyExchange::noTask));
    }

    private void open() throws TlsFailedException {
        if (!opened && tls.isHandshaken()) {
            opened = true;
            byte[] opening = side.opening(canExport());
            if (opening != null) {
                tls.write(opening, sink(KeyExchange::noTask));
            }
        }
    }

    /// Whether keys can come from this exchange's TLS session.
    boolean canExport() {
        return tls.export(DataKeyMaterial.EXPORTER_LABEL, DataKeyMaterial.LENGTH).isPresent();
    }

    /// The next plaintext. Key method 2 may come in many small pieces: all that are here at once,
    /// so that the work does not grow with their number.
    private byte[] next() {
        if (plaintexts.size() == 1 || !(stage instanceof Stage.Negotiating)) {
            return plaintexts.remove();
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        plaintexts.forEach(joined::writeBytes);
        plaintexts.clear();
        return joined.toByteArray();
    }

    private void read(byte[] plaintext, List<byte[]> messages)
            throws TlsFailedException, MalformedMessageException {
        if (stage instanceof Stage.Negotiating negotiating) {
            ByteBuffer all = negotiating.join(plaintext);
            KeyMethodSide.Reading reading = side.read(all);
            if (reading == null) {
                return;
            }
            ByteBuffer answer = reading.answer();
            if (answer != null) {
                byte[] message = new byte[answer.remaining()];
                answer.get(message);
                tls.write(message, sink(KeyExchange::noTask));
            }
            stage = new Stage.Answered(reading.exchanged());
            byte[] rest = new byte[all.remaining()];
            all.get(rest);
            messages.add(rest);
        } else {
            messages.add(plaintext);
        }
    }

    private static void noTask(Runnable task) {
        throw new IllegalStateException("writing needs no task");
    }

    private TlsEngine.Sink sink(Consumer<Runnable> tasks) {
        return new TlsEngine.Sink() {
            @Override
            public void ciphertext(byte[] bytes) {
                overflow |= !channel.offer(bytes);
            }

            @Override
            public void plaintext(byte[] bytes) {
                plaintexts.add(bytes);
            }

            @Override
            public void task(Runnable task) {
                tasks.accept(task);
            }
        };
    }

    /// How far the exchange is.
    sealed interface Stage {
        /// Own reset not acknowledged yet.
        record Resetting() implements Stage {}

        /// TLS handshake, then the peer's key method 2, which may come in pieces.
        final class Negotiating implements Stage {
            private final ByteArrayOutputStream read = new ByteArrayOutputStream();

            /// Returns all that has come so far. What is kept here is shorter than
            /// [KeyMethod2#MAX_LENGTH]: a message that long is complete, or one of its parts is
            /// longer than it may be.
            private ByteBuffer join(byte[] plaintext) {
                read.writeBytes(plaintext);
                return ByteBuffer.wrap(read.toByteArray());
            }
        }

        /// Own key method 2 is under way.
        record Answered(Exchanged exchanged) implements Stage {}

        /// The peer has all; the owner is still to be asked.
        record Active(Exchanged exchanged) implements Stage {}

        /// The owner decides.
        record Deciding(Exchanged exchanged) implements Stage {}

        /// Agreed; the secrets are gone from here.
        record Settled() implements Stage {}
    }

    /// Key method 2 of both ends.
    static final class Exchanged {
        private final KeyMethod2.FromClient client;
        private final byte[] serverRandom1;
        private final byte[] serverRandom2;

        Exchanged(KeyMethod2.FromClient client, byte[] serverRandom1, byte[] serverRandom2) {
            this.client = client;
            this.serverRandom1 = serverRandom1;
            this.serverRandom2 = serverRandom2;
        }

        KeyMethod2.FromClient client() {
            return client;
        }

        /// Key material from the random numbers of both ends, for clients without the exporter.
        DataKeyMaterial material(long clientSessionId, long serverSessionId) {
            return DataKeyMaterial.ofKeyMethod2(
                    client.premaster(),
                    client.random1(),
                    serverRandom1,
                    client.random2(),
                    serverRandom2,
                    clientSessionId,
                    serverSessionId);
        }
    }
}
