package io.fieldgate.server.service;

import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/// The services of one gateway, `100.64.0.1` and `fd00:5:6:7::6440:1`, with a directory and an
/// outside that the test fills.
final class ServiceLab {
    static final Prefix GATEWAY = host("100.64.0.1");
    static final Prefix GATEWAY_V6 = host("fd00:5:6:7::6440:1");
    static final Prefix CLIENT = host("100.64.0.3");
    static final Prefix CLIENT_V6 = host("fd00:5:6:7::6440:3");
    static final VpnNetworks NETWORKS =
            new VpnNetworks(
                    Prefix.parse("100.64.0.0/18").orElseThrow(), Prefix.parse("fd00:5:6:7::/64"));

    final DropCounters drops = new DropCounters();
    final List<ServerEvent> events = new ArrayList<>();
    final FakePeer peer = new FakePeer();
    final Directory directory = new Directory();
    final Outside outside = new Outside();
    final GatewayServices<FakePeer> services =
            new GatewayServices<>(
                    new GatewayServices.Around(
                            Runnable::run,
                            outside,
                            new Random(4),
                            InstantSource.system(),
                            drops,
                            events::add,
                            new EventLog(
                                    new PrintStream(OutputStream.nullOutputStream(), false),
                                    InstantSource.system())),
                    directory,
                    FakePeer.OUT);

    void names(String domain, String... forwardTo) {
        Optional<String> problem =
                services.install(new ServerSettings.Names(domain, List.of(forwardTo)), NETWORKS);
        if (problem.isPresent()) {
            throw new AssertionError(problem.get());
        }
    }

    /// Offers what is in a UDP datagram to the name service.
    boolean offer(byte[] query) {
        ByteBuffer packet = UdpMessage.packet(CLIENT, 5353, GATEWAY, 53, query);
        return services.offer(1, peer, packet, FakePeer.OUT);
    }

    /// Asks and returns the answer.
    Message ask(Message query) {
        peer.received.clear();
        if (!offer(query.toWire())) {
            throw new AssertionError("not taken");
        }
        return answer();
    }

    Message ask(String name, int type) {
        return ask(query(name, type));
    }

    /// The datagram that was sent last, as a message.
    Message answer() {
        try {
            UdpMessage datagram = UdpMessage.read(peer.last());
            if (datagram == null) {
                throw new AssertionError("no datagram");
            }
            return new Message(datagram.data());
        } catch (java.io.IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    static Message query(String name, int type) {
        try {
            return Message.newQuery(
                    Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    static Message withEdns(Message query, int payload, int version) {
        query.addRecord(new OPTRecord(payload, 0, version), Section.ADDITIONAL);
        return query;
    }

    /// What the records of a section say, without their names.
    static List<String> said(Message message, int section) {
        return message.getSection(section).stream().map(Record::rdataToString).toList();
    }

    static Prefix host(String text) {
        return Prefix.parse(text).orElseThrow();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Addresses by `label`, `device.label` and `real.label`.
    static final class Directory implements NameDirectory<FakePeer> {
        final Map<String, List<Prefix>> nodes = new HashMap<>();
        final Map<String, Prefix> behind = new HashMap<>();
        final Map<Prefix, Owner> owners = new HashMap<>();

        @Override
        public Optional<List<Prefix>> node(FakePeer asker, String nodeLabel) {
            return Optional.ofNullable(nodes.get(nodeLabel));
        }

        @Override
        public Optional<Prefix> device(FakePeer asker, String nodeLabel, String deviceLabel) {
            return Optional.ofNullable(behind.get(deviceLabel + "." + nodeLabel));
        }

        @Override
        public Optional<Prefix> host(FakePeer asker, String nodeLabel, Prefix real) {
            return Optional.ofNullable(behind.get(real + "." + nodeLabel));
        }

        @Override
        public Optional<Owner> ownerOf(FakePeer asker, Prefix address) {
            return Optional.ofNullable(owners.get(address));
        }
    }

    /// Name servers outside: keeps the questions, answers when the test says.
    static final class Outside implements Forwarder {
        final List<Question> asked = new ArrayList<>();
        final List<java.util.function.Consumer<Optional<Message>>> waiting = new ArrayList<>();
        boolean busy;

        @Override
        public boolean ask(
                List<java.net.InetSocketAddress> servers,
                Question question,
                java.util.function.Consumer<Optional<Message>> answer) {
            if (busy) {
                return false;
            }
            asked.add(question);
            waiting.add(answer);
            return true;
        }
    }
}
