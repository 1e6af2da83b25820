package io.fieldgate.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.support.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The forwarder against a name server on loopback that does what the test says.
class UdpForwarderTest {
    private static final Name NAME = Name.fromConstantString("www.example.com.");
    private static final Forwarder.Question QUESTION =
            new Forwarder.Question(Record.newRecord(NAME, Type.A, DClass.IN), false, false);

    private UdpForwarder forwarder;
    private DatagramSocket upstream;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws IOException {
        EventLog log =
                new EventLog(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        InstantSource.system());
        forwarder = UdpForwarder.start(log);
        upstream = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        upstream.setSoTimeout(5_000);
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.getLocalPort());
    }

    @AfterEach
    void stop() throws InterruptedException {
        forwarder.stop();
        upstream.close();
    }

    @Test
    void theAnswerToTheQuestionComesBack() throws Exception {
        CompletableFuture<Optional<Message>> answer = ask(address);
        DatagramPacket asked = receive();
        Message query = message(asked);
        assertThat(query.getQuestion()).isEqualTo(QUESTION.record());
        assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
        reply(asked, answerTo(query, "192.0.2.80"));
        assertThat(said(answer)).containsExactly("192.0.2.80");
    }

    @Test
    void answersThatDoNotFitTheQuestionArePassedOver() throws Exception {
        CompletableFuture<Optional<Message>> answer = ask(address);
        DatagramPacket asked = receive();
        Message query = message(asked);
        reply(asked, new byte[0]);
        reply(asked, new byte[] {1});
        reply(asked, new byte[12]);
        Message otherId = answerTo(query, "192.0.2.1");
        otherId.getHeader().setID(query.getHeader().getID() ^ 1);
        reply(asked, otherId);
        Message otherName = new Message(query.getHeader().getID());
        otherName.getHeader().setFlag(Flags.QR);
        otherName.addRecord(
                Record.newRecord(Name.fromConstantString("www.example.net."), Type.A, DClass.IN),
                Section.QUESTION);
        reply(asked, otherName);
        reply(asked, query); // a question
        try (DatagramSocket stranger = new DatagramSocket()) {
            byte[] forged = answerTo(query, "192.0.2.2").toWire();
            stranger.send(new DatagramPacket(forged, forged.length, asked.getSocketAddress()));
        }
        reply(asked, answerTo(query, "192.0.2.80"));
        assertThat(said(answer)).containsExactly("192.0.2.80");
    }

    @Test
    void aServerThatIsNotThereOrNotWillingIsFollowedByTheNext() throws Exception {
        InetSocketAddress nobody;
        try (DatagramSocket closed =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), closed.getLocalPort());
        }
        CompletableFuture<Optional<Message>> answer = ask(nobody, address, address);
        DatagramPacket first = receive();
        Message refusal = answerTo(message(first), "192.0.2.1");
        refusal.removeAllRecords(Section.ANSWER);
        refusal.getHeader().setRcode(Rcode.REFUSED);
        reply(first, refusal);
        DatagramPacket second = receive();
        assertThat(second.getPort()).as("another port").isNotEqualTo(first.getPort());
        reply(second, answerTo(message(second), "192.0.2.80"));
        assertThat(said(answer)).containsExactly("192.0.2.80");
    }

    @Test
    void whenNobodyAnswersThatIsKnownInTimeAndNothingIsHeldUp() throws Exception {
        CompletableFuture<Optional<Message>> silent = ask(address);
        DatagramPacket never = receive();
        CompletableFuture<Optional<Message>> other = ask(address);
        DatagramPacket asked = receive();
        reply(asked, answerTo(message(asked), "192.0.2.80"));
        assertThat(said(other)).containsExactly("192.0.2.80");
        assertThat(silent.get(5, TimeUnit.SECONDS)).isEmpty();
        Set<Integer> ports = new HashSet<>(List.of(never.getPort()));
        ports.add(receive().getPort());
        ports.add(receive().getPort());
        assertThat(ports).as("a new port for each attempt").hasSize(3);
    }

    @Test
    void thereIsALimitToQuestionsUnderWay() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        for (int i = 0; i < UdpForwarder.MAX_UNDER_WAY; i++) {
            assertThat(forwarder.ask(List.of(address), QUESTION, _ -> answered.incrementAndGet()))
                    .isTrue();
        }
        assertThat(forwarder.ask(List.of(address), QUESTION, _ -> {})).isFalse();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            DatagramPacket asked = receive();
            ids.add(message(asked).getHeader().getID());
            reply(asked, answerTo(message(asked), "192.0.2.80"));
        }
        assertThat(Set.copyOf(ids)).as("random ids").hasSizeGreaterThan(15);
        Eventually.that("room again", Duration.ofSeconds(5), () -> answered.get() == 20);
        Eventually.that(
                "one more is taken",
                Duration.ofSeconds(5),
                () -> forwarder.ask(List.of(address), QUESTION, _ -> {}));
    }

    private CompletableFuture<Optional<Message>> ask(InetSocketAddress... servers) {
        CompletableFuture<Optional<Message>> answer = new CompletableFuture<>();
        assertThat(forwarder.ask(List.of(servers), QUESTION, answer::complete)).isTrue();
        return answer;
    }

    private static List<String> said(CompletableFuture<Optional<Message>> answer) throws Exception {
        return ServiceLab.said(answer.get(5, TimeUnit.SECONDS).orElseThrow(), Section.ANSWER);
    }

    private DatagramPacket receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        upstream.receive(packet);
        return packet;
    }

    private static Message message(DatagramPacket packet) throws IOException {
        return new Message(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    private static Message answerTo(Message query, String address) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        answer.addRecord(
                new ARecord(NAME, DClass.IN, 60, InetAddress.ofLiteral(address)), Section.ANSWER);
        return answer;
    }

    private void reply(DatagramPacket to, Message message) throws IOException {
        reply(to, message.toWire());
    }

    private void reply(DatagramPacket to, byte[] bytes) throws IOException {
        upstream.send(new DatagramPacket(bytes, bytes.length, to.getSocketAddress()));
    }
}
