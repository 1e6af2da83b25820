package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.ReliableSender;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.InBandMessage;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The order of one key exchange, at both ends.
class KeyExchangeTest {
    private static final long NOW = -3_000_000_000L;
    private static final int KEY_ID = 1;
    private static final long OURS = 11;
    private static final long THEIRS = 22;
    private static final Random RANDOM = new Random(7);
    private static final KeyMethod2.FromClient HELLO =
            KeyMethod2.FromClient.fresh(
                    RANDOM, "V4,dev-type tun", "anna", "secret", "IV_VER=2.6.14\n");

    private final List<ControlPacket> out = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Boolean> exportable = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean runsTasks = true;
    private @Nullable KeyExchange client;

    @Test
    void aClientSaysNothingInTlsBeforeBothResetsAreThrough() throws Exception {
        KeyExchange client = resetting(client(false));
        TlsEnd server = serverEnd(channel(THEIRS, OURS));
        advance(client);
        assertThat(opcodes(out)).containsExactly(Opcode.CONTROL_SOFT_RESET_V1);
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Resetting.class);

        // The server's own reset, before it has ours.
        server.channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1);
        List<ControlPacket> reset = server.flush(NOW);
        server.receive(NOW, taken());
        deliver(client, reset);
        assertThat(opcodes(out)).containsExactly(Opcode.ACK_V1);
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Resetting.class);

        out.clear();
        deliver(client, server.flush(NOW));
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);
        assertThat(opcodes(out)).containsExactly(Opcode.CONTROL_V1);
    }

    @Test
    void aClientWaitsForTheServersResetThoughItsOwnIsAcknowledged() throws Exception {
        KeyExchange client = resetting(client(false));
        TlsEnd server = serverEnd(channel(THEIRS, OURS));
        advance(client);
        server.receive(NOW, taken());
        deliver(client, server.flush(NOW));
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);
        assertThat(out).isEmpty();

        server.channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1);
        deliver(client, server.flush(NOW));
        assertThat(opcodes(out)).containsExactly(Opcode.CONTROL_V1);
    }

    /// OpenVPN 3 does so.
    @Test
    void theFirstTlsBytesWillDoInPlaceOfAReset() throws Exception {
        KeyExchange server = resetting(server(false));
        TlsEnd client = clientEnd(channel(THEIRS, OURS));
        advance(server);
        client.receive(NOW, taken());
        client.advance();
        deliver(server, client.flush(NOW));
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);
        assertThat(opcodes(out)).contains(Opcode.CONTROL_V1);
    }

    @Test
    void withTheResetsBehindItAClientBeginsAtOnce() throws Exception {
        KeyExchange client = client(true);
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);
        advance(client);
        assertThat(opcodes(out)).containsExactly(Opcode.CONTROL_V1);
    }

    @Test
    void aServerIsActiveWhenTheClientHasItsAnswer() throws Exception {
        KeyExchange server = server(true);
        TlsEnd client = connected(server);
        client.write(KeyMethod2.write(HELLO));
        deliver(server, client.flush(NOW));
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Answered.class);
        advance(server);
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Answered.class);

        client.receive(NOW, taken());
        client.advance();
        deliver(server, client.flush(NOW));
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Active.class);
        KeyMethod2.FromServer answer = requireNonNull(KeyMethod2.readAnswer(heard(client)));
        assertThat(exchanged(server).client().username()).isEqualTo("anna");
        assertSameMaterial(exchanged(server), answer);
    }

    @Test
    void aClientIsActiveAsSoonAsItHasTheServersAnswer() throws Exception {
        KeyExchange client = client(true);
        TlsEnd server = connected(client);
        assertThat(exportable).as("asked once, with the exporter of TLS 1.3").containsExactly(true);
        assertThat(KeyMethod2.read(heard(server))).isNotNull();
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);

        byte[] random1 = KeyMethod2.random(RANDOM);
        byte[] random2 = KeyMethod2.random(RANDOM);
        byte[] bytes = KeyMethod2.answer(random1, random2, "V4");
        server.write(bytes);
        deliver(client, server.flush(NOW));
        assertThat(client.stage()).isInstanceOf(KeyExchange.Stage.Active.class);
        assertThat(exchanged(client).client()).isSameAs(HELLO);
        KeyMethod2.FromServer answer =
                requireNonNull(KeyMethod2.readAnswer(ByteBuffer.wrap(bytes)));
        assertSameMaterial(exchanged(client), answer);
    }

    @Test
    void theOwnerIsAskedOnceAndThenAgrees() throws Exception {
        KeyExchange server = active(server(true));
        KeyExchange.Exchanged exchanged = exchanged(server);
        assertThat(server.isSettled()).isFalse();
        server.ask((KeyExchange.Stage.Active) server.stage());
        advance(server);
        assertThat(server.stage())
                .isInstanceOfSatisfying(
                        KeyExchange.Stage.Deciding.class,
                        deciding -> assertThat(deciding.exchanged()).isSameAs(exchanged));
        assertThat(server.isSettled()).isFalse();
        server.settle();
        assertThat(server.isSettled()).isTrue();
        assertThat(server.keyId()).isEqualTo(KEY_ID);
        assertThat(server.startedNanos()).isEqualTo(NOW);
    }

    @Test
    void textsComeOneByOneAndWhatIsBehindKeyMethod2IsTheFirst() throws Exception {
        KeyExchange server = server(true);
        TlsEnd client = connected(server);
        byte[] hello = KeyMethod2.write(HELLO);
        byte[] more = "PUSH_REQUEST\0".getBytes(UTF_8);
        byte[] both = Arrays.copyOf(hello, hello.length + more.length);
        System.arraycopy(more, 0, both, hello.length, more.length);
        client.write(both);
        deliver(server, client.flush(NOW));
        assertThat(messages).containsExactly("PUSH_REQUEST\0");

        messages.clear();
        client.write("one\0");
        client.write("two\0");
        deliver(server, client.flush(NOW));
        assertThat(messages).containsExactly("one\0", "two\0");
    }

    @Test
    void aTextEndsWithNul() throws Exception {
        KeyExchange server = server(true);
        TlsEnd client = connected(server);
        server.send("AUTH_FAILED,\u00fc");
        advance(server);
        client.receive(NOW, taken());
        client.advance();
        assertThat(client.heard.toString(UTF_8)).isEqualTo("AUTH_FAILED,\u00fc\0");
    }

    @Test
    void keyMethod2MayComeInPieces() throws Exception {
        KeyExchange server = server(true);
        TlsEnd client = connected(server);
        byte[] hello = KeyMethod2.write(HELLO);
        int[] cuts = {0, 1, 5, 80, hello.length - 1, hello.length};
        for (int i = 1; i < cuts.length; i++) {
            assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);
            client.write(Arrays.copyOfRange(hello, cuts[i - 1], cuts[i]));
            deliver(server, client.flush(NOW));
        }
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Answered.class);
    }

    @Test
    void manySmallPiecesMayComeAtOnce() throws Exception {
        KeyExchange server = server(true);
        TlsEnd client = connected(server);
        byte[] hello = KeyMethod2.write(HELLO);
        for (int from = 0; from < hello.length; from += 50) {
            client.write(Arrays.copyOfRange(hello, from, Math.min(from + 50, hello.length)));
        }
        client.write("PUSH_REQUEST\0");
        List<ControlPacket> packets = new ArrayList<>();
        client.channel.flush(NOW, packets::add);
        deliver(server, packets);
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Answered.class);
        assertThat(messages).containsExactly("PUSH_REQUEST\0");
    }

    /// What is kept of a message that is not complete is bounded by the limits of its parts.
    @Test
    void theLongestKeyMethod2IsTakenAndNothingIsKeptBeyondIt() throws Exception {
        KeyExchange server = server(true);
        TlsEnd client = connected(server);
        byte[] longest =
                KeyMethod2.write(
                        KeyMethod2.FromClient.fresh(
                                RANDOM,
                                "o".repeat(1023),
                                "u".repeat(4095),
                                "p".repeat(4095),
                                "i".repeat(65_534)));
        assertThat(longest).hasSize(KeyMethod2.MAX_LENGTH);
        int last = longest.length - 1;
        client.write(Arrays.copyOf(longest, last));
        carry(client, server);
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);

        client.write(new byte[] {longest[last], 'm', 0});
        carry(client, server);
        assertThat(exchanged(server).client().peerInfo()).hasSize(65_534);
        assertThat(messages).containsExactly("m\0");
    }

    @Test
    void aPeerThatAcknowledgesNothingIsGivenUp() throws Exception {
        KeyExchange server = server(true);
        connected(server);
        for (int i = 0; i < ReliableSender.MAX_WAITING; i++) {
            server.send("INFO");
        }
        assertThat(server.advance(tasks::add)).isEmpty();
        server.send("INFO,one too many");
        assertThatThrownBy(() -> advance(server))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("acknowledges nothing");
    }

    @Test
    void nothingMovesWhileATaskRuns() throws Exception {
        runsTasks = false;
        KeyExchange server = server(true);
        TlsEnd client = clientEnd(channelAfterResets(THEIRS, OURS));
        client.advance();
        deliver(server, client.flush(NOW));
        assertThat(tasks).hasSize(1);
        advance(server);
        assertThat(tasks).hasSize(1);
        assertThat(opcodes(out)).containsOnly(Opcode.ACK_V1);
        tasks.remove().run();
        advance(server);
        assertThat(opcodes(out)).contains(Opcode.CONTROL_V1);
    }

    @Test
    void beforeTlsNothingCanBeExported() {
        assertThat(server(true).canExport()).isFalse();
    }

    @Test
    void aPacketBeyondTheWindowIsNotTaken() {
        KeyExchange server = server(true);
        assertThat(server.receive(NOW, message(1))).isTrue();
        assertThat(server.receive(NOW, message(1))).as("repeated").isTrue();
        assertThat(server.receive(NOW, message(13))).isFalse();
    }

    private KeyExchange active(KeyExchange server) throws Exception {
        TlsEnd client = connected(server);
        client.write(KeyMethod2.write(HELLO));
        carry(client, server);
        assertThat(server.stage()).isInstanceOf(KeyExchange.Stage.Active.class);
        return server;
    }

    /// Complete TLS with an end that says nothing in it.
    private TlsEnd connected(KeyExchange exchange) throws Exception {
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
    private void carry(TlsEnd end, KeyExchange exchange) throws Exception {
        for (List<ControlPacket> packets = end.flush(NOW);
                !packets.isEmpty() || !out.isEmpty();
                packets = end.flush(NOW)) {
            deliver(exchange, packets);
            end.receive(NOW, taken());
            end.advance();
        }
    }

    private void deliver(KeyExchange exchange, List<ControlPacket> packets) throws Exception {
        for (ControlPacket packet : packets) {
            assertThat(exchange.receive(NOW, packet)).isTrue();
        }
        advance(exchange);
    }

    private void advance(KeyExchange exchange) throws Exception {
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

    private List<ControlPacket> taken() {
        List<ControlPacket> packets = List.copyOf(out);
        out.clear();
        return packets;
    }

    private static ByteBuffer heard(TlsEnd end) {
        return ByteBuffer.wrap(end.heard.toByteArray());
    }

    private static KeyExchange.Exchanged exchanged(KeyExchange exchange) {
        if (exchange.stage() instanceof KeyExchange.Stage.Active active) {
            return active.exchanged();
        }
        throw new AssertionError("not active");
    }

    /// Seen by the packets that it protects.
    private static void assertSameMaterial(
            KeyExchange.Exchanged exchanged, KeyMethod2.FromServer answer) {
        DataKeyMaterial other =
                DataKeyMaterial.ofKeyMethod2(
                        HELLO.premaster(),
                        HELLO.random1(),
                        answer.random1(),
                        HELLO.random2(),
                        answer.random2(),
                        1,
                        2);
        ByteBuffer sealed = ByteBuffer.allocate(200);
        assertThat(key(true, exchanged.material(1, 2)).seal(0, InBandMessage.ping(), sealed))
                .isTrue();
        ByteBuffer opened = ByteBuffer.allocate(200);
        assertThat(key(false, other).open(0, sealed.flip(), opened).isOpened()).isTrue();
    }

    private static DataKey key(boolean client, DataKeyMaterial material) {
        return DataKey.create(
                new DataFormat.Aead(DataCipher.AES_256_GCM), client, KEY_ID, material, RANDOM);
    }

    private KeyExchange server(boolean resetsExchanged) {
        return new KeyExchange(
                resetsExchanged ? channelAfterResets(OURS, THEIRS) : channel(OURS, THEIRS),
                TlsEngine.server(VirtualWorld.PKI.context(VirtualWorld.SERVER)),
                new KeyMethodSide.OfServer(RANDOM),
                NOW,
                resetsExchanged);
    }

    private KeyExchange client(boolean resetsExchanged) {
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

    private static TlsEnd serverEnd(ControlChannel channel) {
        return new TlsEnd(channel, TlsEngine.server(VirtualWorld.PKI.context(VirtualWorld.SERVER)));
    }

    private static TlsEnd clientEnd(ControlChannel channel) {
        return new TlsEnd(channel, TlsEngine.client(VirtualWorld.PKI.context(VirtualWorld.CLIENT)));
    }

    private static KeyExchange resetting(KeyExchange exchange) {
        exchange.channel().offerReset(Opcode.CONTROL_SOFT_RESET_V1);
        return exchange;
    }

    private static ControlChannel channel(long own, long other) {
        return new ControlChannel(KEY_ID, own, other, 0, false);
    }

    private static ControlChannel channelAfterResets(long own, long other) {
        return new ControlChannel(KEY_ID, own, other, 1, false);
    }

    private static List<Opcode> opcodes(List<ControlPacket> packets) {
        return packets.stream().map(ControlPacket::opcode).toList();
    }

    private static ControlPacket message(int id) {
        return new ControlPacket(
                Opcode.CONTROL_V1, KEY_ID, THEIRS, List.of(), 0, id, ByteBuffer.allocate(1));
    }
}
