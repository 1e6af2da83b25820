package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.ClientMessage;
import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.OptionsString;
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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The exchange of one key: resets, a TLS session of its own, key method 2 both ways, and the text
/// messages that follow.
///
/// ```
/// Resetting   -> own reset acknowledged      -> Negotiating
/// Negotiating -> client's key method 2 read  -> Answered (own key method 2 sent)
/// Answered    -> all acknowledged            -> Active (the owner decides)
/// Active      -> the owner was asked         -> Deciding
/// Deciding    -> the owner agreed            -> Settled
/// ```
///
/// No text message is sent before Active: OpenVPN 3 loses one that comes together with key method
/// 2.
final class KeyExchange {
    private final ControlChannel channel;
    private final TlsEngine tls;
    private final RandomGenerator random;
    private final long startedNanos;
    private final ArrayDeque<byte[]> plaintexts = new ArrayDeque<>();
    private Stage stage;
    private boolean overflow;

    /// @param resetsExchanged whether both resets were exchanged before this object was made
    KeyExchange(
            ControlChannel channel,
            TlsEngine tls,
            RandomGenerator random,
            long nowNanos,
            boolean resetsExchanged) {
        this.channel = channel;
        this.tls = tls;
        this.random = random;
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
    /// @return the client's messages, in order
    List<ClientMessage> advance(Consumer<Runnable> tasks)
            throws TlsFailedException, MalformedMessageException {
        if (stage instanceof Stage.Resetting) {
            if (!channel.isIdle()) {
                return List.of();
            }
            stage = new Stage.Negotiating();
        }
        for (byte[] payload = channel.poll(); payload != null; payload = channel.poll()) {
            tls.feed(payload);
        }
        tls.advance(sink(tasks));
        List<ClientMessage> messages = new ArrayList<>();
        for (byte[] text = plaintexts.poll(); text != null; text = plaintexts.poll()) {
            read(text, messages);
        }
        if (overflow) {
            throw new MalformedMessageException("the peer acknowledges nothing");
        }
        if (stage instanceof Stage.Answered answered && channel.isIdle()) {
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

    private void read(byte[] plaintext, List<ClientMessage> messages)
            throws TlsFailedException, MalformedMessageException {
        if (stage instanceof Stage.Negotiating negotiating) {
            byte[] rest = negotiating.read(plaintext);
            KeyMethod2.FromClient client = negotiating.client;
            if (client == null) {
                return;
            }
            answer(client);
            messages.addAll(ClientMessage.read(rest));
        } else {
            messages.addAll(ClientMessage.read(plaintext));
        }
    }

    private void answer(KeyMethod2.FromClient client) throws TlsFailedException {
        byte[] random1 = KeyMethod2.random(random);
        byte[] random2 = KeyMethod2.random(random);
        String options = new OptionsString(client.options()).mirrored();
        tls.write(KeyMethod2.answer(random1, random2, options), sink(KeyExchange::noTask));
        stage = new Stage.Answered(new Exchanged(client, random1, random2));
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

        /// TLS handshake, then the client's key method 2, which may come in pieces.
        final class Negotiating implements Stage {
            private final ByteArrayOutputStream read = new ByteArrayOutputStream();
            private KeyMethod2.@Nullable FromClient client;

            /// Returns what follows key method 2, once that is complete.
            private byte[] read(byte[] plaintext) throws MalformedMessageException {
                read.writeBytes(plaintext);
                ByteBuffer all = ByteBuffer.wrap(read.toByteArray());
                client = KeyMethod2.read(all);
                if (client == null && read.size() > KeyMethod2.MAX_LENGTH) {
                    throw new MalformedMessageException("key method 2 is too long");
                }
                byte[] rest = new byte[all.remaining()];
                all.get(rest);
                return rest;
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
        private final byte[] random1;
        private final byte[] random2;

        private Exchanged(KeyMethod2.FromClient client, byte[] random1, byte[] random2) {
            this.client = client;
            this.random1 = random1;
            this.random2 = random2;
        }

        KeyMethod2.FromClient client() {
            return client;
        }

        /// Key material from the random numbers of both ends, for clients without the exporter.
        DataKeyMaterial material(long clientSessionId, long serverSessionId) {
            return DataKeyMaterial.ofKeyMethod2(
                    client.premaster(),
                    client.random1(),
                    random1,
                    client.random2(),
                    random2,
                    clientSessionId,
                    serverSessionId);
        }
    }
}
