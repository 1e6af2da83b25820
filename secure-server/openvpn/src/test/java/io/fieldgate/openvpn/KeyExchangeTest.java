package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.ReliableSender;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.InBandMessage;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The order of one key exchange, at both ends.
class KeyExchangeTest extends ExchangeBench {
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

    private static List<Opcode> opcodes(List<ControlPacket> packets) {
        return packets.stream().map(ControlPacket::opcode).toList();
    }

    private static ControlPacket message(int id) {
        return new ControlPacket(
                Opcode.CONTROL_V1, KEY_ID, THEIRS, List.of(), 0, id, ByteBuffer.allocate(1));
    }
}
