package io.fieldgate.server.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/// One question that is asked outside. Owned by the forwarder's thread.
///
/// Each attempt has a new id, and a socket of its own that hears of this server only, on a port
/// that the system picks at random (RFC 5452): who wants to slip in an answer has to guess both.
final class ForwardedQuery {
    /// Wait for one attempt; all together stay below the five seconds of common clients.
    private static final long ATTEMPT_NANOS = 1_300_000_000L;

    private static final int ATTEMPTS = 3;
    private static final int MAX_ANSWER = 4096;
    private static final int DNSSEC_OK = 0x8000;

    private final List<InetSocketAddress> servers;
    private final Forwarder.Question question;
    private final Consumer<Optional<Message>> answer;
    private final RandomGenerator random;
    private @Nullable DatagramChannel channel;
    private int id;
    private int attempts;
    private long deadline;
    private boolean failed;
    private boolean done;

    ForwardedQuery(
            List<InetSocketAddress> servers,
            Forwarder.Question question,
            Consumer<Optional<Message>> answer,
            RandomGenerator random) {
        this.servers = servers;
        this.question = question;
        this.answer = answer;
        this.random = random;
    }

    void begin(long nowNanos, Selector selector) {
        deadline = nowNanos;
        expire(nowNanos, selector);
    }

    /// When the attempt that is under way counts as lost.
    long deadline() {
        return deadline;
    }

    boolean isDone() {
        return done;
    }

    /// Goes on to the next attempt, or gives up, if the time has come.
    void expire(long nowNanos, Selector selector) {
        while (!done && (failed || deadline - nowNanos <= 0)) {
            close();
            if (attempts == ATTEMPTS) {
                finish(Optional.empty());
                return;
            }
            failed = false;
            deadline = nowNanos + ATTEMPT_NANOS;
            try {
                send(servers.get(attempts++ % servers.size()), selector);
            } catch (IOException | RuntimeException unreachable) {
                failed = true; // the latter: a machine without IPv6
            }
        }
    }

    /// Something has come in; an answer to something else is passed over.
    void read() {
        DatagramChannel open = channel;
        if (open == null || done) {
            return;
        }
        ByteBuffer datagram = ByteBuffer.allocate(MAX_ANSWER);
        try {
            while (!done && !failed && open.read(datagram.clear()) > 0) {
                take(datagram.flip());
            }
        } catch (IOException unreachable) {
            failed = true; // such as "port unreachable"
        }
    }

    void close() {
        DatagramChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException alreadyGone) {
                failed = true;
            }
        }
    }

    private void send(InetSocketAddress server, Selector selector) throws IOException {
        DatagramChannel open = DatagramChannel.open();
        channel = open;
        open.configureBlocking(false);
        open.connect(server);
        open.register(selector, SelectionKey.OP_READ, this);
        id = random.nextInt(1 << 16);
        Message query = new Message(id);
        Header header = query.getHeader();
        header.setFlag(Flags.RD);
        if (question.checkingDisabled()) {
            header.setFlag(Flags.CD);
        }
        query.addRecord(question.record(), Section.QUESTION);
        query.addRecord(
                new OPTRecord(DnsQuery.PAYLOAD, 0, 0, question.dnssecOk() ? DNSSEC_OK : 0),
                Section.ADDITIONAL);
        open.write(ByteBuffer.wrap(query.toWire()));
    }

    private void take(ByteBuffer datagram) {
        if (datagram.remaining() < Header.LENGTH || (datagram.getShort(0) & 0xffff) != id) {
            return;
        }
        Message message;
        try {
            message = new Message(datagram);
        } catch (IOException | RuntimeException malformed) {
            return;
        }
        if (!message.getHeader().getFlag(Flags.QR)
                || !question.record().equals(message.getQuestion())) {
            return;
        }
        int rcode = message.getRcode();
        boolean unwilling = rcode == Rcode.SERVFAIL || rcode == Rcode.REFUSED;
        if (unwilling && attempts < Math.min(servers.size(), ATTEMPTS)) {
            failed = true; // another may know more
        } else {
            finish(Optional.of(message));
        }
    }

    private void finish(Optional<Message> result) {
        done = true;
        close();
        answer.accept(result);
    }
}
