package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A key exchange that is tested, what it gives out, and ends for it to talk to.
abstract class ExchangeBench {
    static final long NOW = -3_000_000_000L;
    static final int KEY_ID = 1;
    static final long OURS = 11;
    static final long THEIRS = 22;
    static final Random RANDOM = new Random(7);
    static final KeyMethod2.FromClient HELLO =
            KeyMethod2.FromClient.fresh(
                    RANDOM, "V4,dev-type tun", "anna", "secret", "IV_VER=2.6.14\n");

    /// What the exchange has given out and nobody has taken.
    final List<ControlPacket> out = new ArrayList<>();

    final List<String> messages = new ArrayList<>();

    /// What a client was told about the exporter, each time that it was asked for its key method 2.
    final List<Boolean> exportable = new ArrayList<>();

    final Queue<Runnable> tasks = new ArrayDeque<>();
    boolean runsTasks = true;
    private @Nullable KeyExchange client;

    /// Complete TLS with an end that says nothing in it.
    TlsEnd connected(KeyExchange exchange) throws Exception {
        ControlChannel channel = channelAfterResets(THEIRS, OURS);
        TlsEnd end = exchange == client ? serverEnd(channel) : clientEnd(channel);
        end.advance();
        advance(exchange);
        carry(end, exchange);
        assertThat(end.tls.isHandshaken()).isTrue();
        assertThat(exchange.tls().isHandshaken()).isTrue();
        return end;
    }

    /// To and fro until nothing moves.
    void carry(TlsEnd end, KeyExchange exchange) throws Exception {
        boolean moved = true;
        for (int round = 0; moved && round < 1000; round++) {
            List<ControlPacket> packets = end.flush(NOW);
            moved = !packets.isEmpty() || !out.isEmpty();
            deliver(exchange, packets);
            end.receive(NOW, taken());
            end.advance();
        }
    }

    void deliver(KeyExchange exchange, List<ControlPacket> packets) throws Exception {
        for (ControlPacket packet : packets) {
            assertThat(exchange.receive(NOW, packet)).isTrue();
        }
        advance(exchange);
    }

    void advance(KeyExchange exchange) throws Exception {
        note(exchange.advance(tasks::add));
        while (runsTasks && !tasks.isEmpty()) {
            tasks.remove().run();
            note(exchange.advance(tasks::add));
        }
        exchange.channel().flush(NOW, out::add);
    }

    private void note(List<byte[]> texts) {
        texts.forEach(text -> messages.add(new String(text, UTF_8)));
    }

    List<ControlPacket> taken() {
        List<ControlPacket> packets = List.copyOf(out);
        out.clear();
        return packets;
    }

    static ByteBuffer heard(TlsEnd end) {
        return ByteBuffer.wrap(end.heard.toByteArray());
    }

    static KeyExchange.Exchanged exchanged(KeyExchange exchange) {
        if (exchange.stage() instanceof KeyExchange.Stage.Active active) {
            return active.exchanged();
        }
        throw new AssertionError("not active");
    }

    KeyExchange server(boolean resetsExchanged) {
        return new KeyExchange(
                resetsExchanged ? channelAfterResets(OURS, THEIRS) : channel(OURS, THEIRS),
                TlsEngine.server(VirtualWorld.PKI.context(VirtualWorld.SERVER)),
                new KeyMethodSide.OfServer(RANDOM),
                NOW,
                resetsExchanged);
    }

    KeyExchange client(boolean resetsExchanged) {
        KeyExchange exchange =
                new KeyExchange(
                        resetsExchanged ? channelAfterResets(OURS, THEIRS) : channel(OURS, THEIRS),
                        TlsEngine.client(VirtualWorld.PKI.context(VirtualWorld.CLIENT)),
                        new KeyMethodSide.OfClient(canExport -> {
                            exportable.add(canExport);
                            return HELLO;
                        }),
                        NOW,
                        resetsExchanged);
        client = exchange;
        return exchange;
    }

    static TlsEnd serverEnd(ControlChannel channel) {
        return new TlsEnd(channel, TlsEngine.server(VirtualWorld.PKI.context(VirtualWorld.SERVER)));
    }

    static TlsEnd clientEnd(ControlChannel channel) {
        return new TlsEnd(channel, TlsEngine.client(VirtualWorld.PKI.context(VirtualWorld.CLIENT)));
    }

    static KeyExchange resetting(KeyExchange exchange) {
        exchange.channel().offerReset(Opcode.CONTROL_SOFT_RESET_V1);
        return exchange;
    }

    static ControlChannel channel(long own, long other) {
        return new ControlChannel(KEY_ID, own, other, 0, false);
    }

    static ControlChannel channelAfterResets(long own, long other) {
        return new ControlChannel(KEY_ID, own, other, 1, false);
    }
}
