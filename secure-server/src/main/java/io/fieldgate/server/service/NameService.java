package io.fieldgate.server.service;

import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.GatewayService;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RoutedPeer;
import io.fieldgate.server.routing.VpnNetworks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Answers DNS queries that peers send to the gateway: with what this peer may reach, and for all
/// other names with what name servers outside say, or with a refusal. Owned by the worker thread.
final class NameService<P extends RoutedPeer> {
    static final int PORT = 53;

    private final NameDirectory<P> directory;
    private final Forwarder forwarder;
    private final Executor worker;
    private final DropCounters drops;
    private @Nullable Authority authority;
    private List<InetSocketAddress> upstream = List.of();

    /// @param worker runs what answers from outside set off
    NameService(
            NameDirectory<P> directory, Forwarder forwarder, Executor worker, DropCounters drops) {
        this.directory = directory;
        this.forwarder = forwarder;
        this.worker = worker;
        this.drops = drops;
    }

    /// Why names cannot be answered, in words an operator understands; empty if they can.
    static Optional<String> problem(ServerSettings.Names names) {
        try {
            Authority.originOf(names.domain());
            names.forwardTo().forEach(InetAddress::ofLiteral);
            return Optional.empty();
        } catch (IllegalArgumentException unusable) {
            return Optional.of(
                    "no names are answered: %s; correct the names in the secure server's settings"
                            .formatted(unusable.getMessage()));
        }
    }

    /// From now on these names hold.
    ///
    /// @param names null, or without a [#problem]
    void install(ServerSettings.@Nullable Names names, VpnNetworks networks) {
        authority = null;
        if (names != null) {
            upstream =
                    names.forwardTo().stream()
                            .map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), PORT))
                            .toList();
            authority = new Authority(Authority.originOf(names.domain()), networks);
        }
    }

    boolean isOn() {
        return authority != null;
    }

    /// Answers a query now, later, or not at all.
    void receive(P asker, InnerPacket packet, UdpMessage datagram, GatewayService.Reply<P> out) {
        Authority current = authority;
        DnsQuery query = DnsQuery.read(datagram.data());
        if (query == null || current == null) {
            drops.count(DropReason.NAME_QUERY_MALFORMED);
            return;
        }
        Asked<P> asked =
                new Asked<>(
                        asker,
                        packet.source(),
                        datagram.sourcePort(),
                        packet.destination(),
                        query,
                        out);
        Record question = query.question();
        if (query.error() != Rcode.NOERROR || question == null) {
            send(asked, query.answer(query.error()));
            return;
        }
        switch (current.resolve(directory, asker, question.getName(), question.getType())) {
            case Authority.Result.Found(List<Record> records, Name zone) -> {
                Message answer = query.answer(Rcode.NOERROR);
                records.forEach(record -> answer.addRecord(record, Section.ANSWER));
                send(asked, authoritative(answer, records.isEmpty() ? current.soa(zone) : null));
            }
            case Authority.Result.NoSuchName(Name zone) ->
                    send(asked, authoritative(query.answer(Rcode.NXDOMAIN), current.soa(zone)));
            case Authority.Result.NotOurs() -> forward(asked, question);
        }
    }

    /// A query and whom to answer.
    ///
    /// @param gateway the address that was asked
    private record Asked<P>(
            P asker,
            Prefix from,
            int fromPort,
            Prefix gateway,
            DnsQuery query,
            GatewayService.Reply<P> out) {}

    private static Message authoritative(Message answer, @Nullable Record soa) {
        answer.getHeader().setFlag(Flags.AA);
        if (soa != null) {
            answer.addRecord(soa, Section.AUTHORITY);
        }
        return answer;
    }

    private void forward(Asked<P> asked, Record question) {
        DnsQuery query = asked.query();
        if (upstream.isEmpty() || !query.header().getFlag(Flags.RD)) {
            send(asked, query.answer(Rcode.REFUSED));
            return;
        }
        boolean begun =
                forwarder.ask(
                        upstream,
                        new Forwarder.Question(
                                question, query.dnssecOk(), query.header().getFlag(Flags.CD)),
                        found -> worker.execute(() -> send(asked, relayed(query, found))));
        if (!begun) {
            send(asked, query.answer(Rcode.SERVFAIL));
        }
    }

    private static Message relayed(DnsQuery query, Optional<Message> found) {
        if (found.isEmpty() || found.get().getRcode() > 0x0f) {
            return query.answer(Rcode.SERVFAIL);
        }
        Message outside = found.get();
        Message answer = query.answer(outside.getRcode());
        for (int flag : new int[] {Flags.AD, Flags.TC}) {
            if (outside.getHeader().getFlag(flag)) {
                answer.getHeader().setFlag(flag);
            }
        }
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
            for (Record record : outside.getSection(section)) {
                if (!(record instanceof OPTRecord)) {
                    answer.addRecord(record, section);
                }
            }
        }
        return answer;
    }

    /// What does not fit the asker's tunnel, or what he takes, is cut off and says so (TC).
    private void send(Asked<P> asked, Message answer) {
        if (!upstream.isEmpty()) {
            answer.getHeader().setFlag(Flags.RA);
        }
        int headers =
                UdpMessage.HEADER
                        + (asked.from().ipv6() ? InnerPacket.IPV6_HEADER : InnerPacket.IPV4_HEADER);
        int room = Math.min(asked.query().maxPayload(), asked.asker().mtu() - headers);
        ByteBuffer packet =
                UdpMessage.packet(
                        asked.gateway(), PORT, asked.from(), asked.fromPort(), answer.toWire(room));
        asked.out().send(asked.asker(), packet);
    }
}
