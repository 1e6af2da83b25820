package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The names of one secure server: its domain, and the names of addresses inside the tunnels.
///
/// ```
/// DOMAIN                      the gateway, also the zone's name server
/// NODE.DOMAIN                 the node's VPN address
/// DEVICE.NODE.DOMAIN          a device behind it that has a name
/// 192-168-1-10.NODE.DOMAIN    whatever has that address behind it
/// ```
///
/// @param origin the domain
/// @param networks the VPN networks
record Authority(Name origin, VpnNetworks networks) {
    /// Short: sites are switched and rules changed while names are cached. Seconds.
    static final int TTL = 10;

    /// How long a client may hold that there is no such name. Seconds.
    static final int NEGATIVE_TTL = 5;

    private static final int HOUR = 3600;

    /// The domain as a name.
    ///
    /// @throws IllegalArgumentException if the domain is not one; says so
    static Name originOf(String domain) {
        try {
            Name origin = Name.fromString(domain.toLowerCase(Locale.ROOT), Name.root);
            if (origin.equals(Name.root) || !domain.matches("[A-Za-z0-9_.-]{1,200}")) {
                throw new IllegalArgumentException("not a domain: " + domain);
            }
            return origin;
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException("not a domain: " + domain, malformed);
        }
    }

    /// What comes of a question.
    sealed interface Result {
        /// The name is there; no records if it has none of that type.
        ///
        /// @param zone whose SOA goes with an empty answer
        record Found(List<Record> records, Name zone) implements Result {}

        /// There is no such name for this asker.
        record NoSuchName(Name zone) implements Result {}

        /// Somebody else's name.
        record NotOurs() implements Result {}
    }

    /// Looks a name up for one asker.
    ///
    /// @param type of the wanted records, [Type#ANY] for all
    <P> Result resolve(NameDirectory<P> directory, P asker, Name name, int type) {
        if (name.subdomain(origin)) {
            Optional<List<Prefix>> hosts = hosts(directory, asker, name);
            if (hosts.isEmpty()) {
                return new Result.NoSuchName(origin);
            }
            List<Record> records = addresses(name, hosts.get(), type);
            if (name.equals(origin)) {
                addApex(records, type);
            }
            return new Result.Found(records, origin);
        }
        return ReverseName.read(name)
                .map(address -> reverse(directory, asker, name, address, type))
                .orElseGet(Result.NotOurs::new);
    }

    /// Start of authority (RFC 1035 section 3.3.13); goes with each answer that says no (RFC 2308).
    SOARecord soa(Name zone) {
        Name mailbox = below(List.of("hostmaster"));
        return new SOARecord(
                zone,
                DClass.IN,
                NEGATIVE_TTL,
                origin,
                mailbox == null ? origin : mailbox,
                1,
                HOUR,
                HOUR,
                HOUR,
                NEGATIVE_TTL);
    }

    private <P> Optional<List<Prefix>> hosts(NameDirectory<P> directory, P asker, Name name) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < name.labels() - origin.labels(); i++) {
            labels.add(name.getLabelString(i).toLowerCase(Locale.ROOT));
        }
        return switch (labels.size()) {
            case 0 -> Optional.of(gateway());
            case 1 -> directory.node(asker, labels.getFirst());
            case 2 -> behind(directory, asker, labels.getLast(), labels.getFirst());
            default -> Optional.empty();
        };
    }

    private static <P> Optional<List<Prefix>> behind(
            NameDirectory<P> directory, P asker, String node, String label) {
        return directory
                .device(asker, node, label)
                .or(() ->
                        WrittenAddress.read(label)
                                .flatMap(real -> directory.host(asker, node, real)))
                .map(List::of);
    }

    private <P> Result reverse(
            NameDirectory<P> directory, P asker, Name name, Prefix address, int type) {
        Name zone = ReverseName.zoneOf(name, address);
        Optional<Name> owner =
                gateway().contains(address)
                        ? Optional.of(origin)
                        : directory
                                .ownerOf(asker, address)
                                .flatMap(found -> Optional.ofNullable(below(labels(found))));
        if (owner.isPresent()) {
            boolean wanted = type == Type.PTR || type == Type.ANY;
            Record pointer = new PTRRecord(name, DClass.IN, TTL, owner.get());
            return new Result.Found(wanted ? List.of(pointer) : List.of(), zone);
        }
        boolean inTunnel = networks.all().stream().anyMatch(network -> network.contains(address));
        return inTunnel ? new Result.NoSuchName(zone) : new Result.NotOurs();
    }

    private static List<String> labels(NameDirectory.Owner owner) {
        return switch (owner) {
            case NameDirectory.Owner.OfNode(String node) -> List.of(node);
            case NameDirectory.Owner.OfDevice(String node, String device) -> List.of(device, node);
            case NameDirectory.Owner.OfHost(String node, Prefix real) ->
                    List.of(WrittenAddress.write(real), node);
        };
    }

    /// Null if it would be too long for a name.
    private @Nullable Name below(List<String> labels) {
        try {
            return Name.concatenate(Name.fromString(String.join(".", labels)), origin);
        } catch (TextParseException | NameTooLongException tooLong) {
            return null;
        }
    }

    private List<Prefix> gateway() {
        List<Prefix> gateway = new ArrayList<>(List.of(Prefix.ipv4(networks.gateway(), 32)));
        networks.ipv6Of(networks.gateway()).ifPresent(gateway::add);
        return gateway;
    }

    private static List<Record> addresses(Name name, List<Prefix> hosts, int type) {
        List<Record> records = new ArrayList<>();
        for (Prefix host : hosts) {
            if (type == Type.ANY || type == (host.ipv6() ? Type.AAAA : Type.A)) {
                records.add(
                        host.ipv6()
                                ? new AAAARecord(name, DClass.IN, TTL, host.toInetAddress())
                                : new ARecord(name, DClass.IN, TTL, host.toInetAddress()));
            }
        }
        return records;
    }

    private void addApex(List<Record> records, int type) {
        if (type == Type.SOA || type == Type.ANY) {
            records.add(soa(origin));
        }
        if (type == Type.NS || type == Type.ANY) {
            records.add(new NSRecord(origin, DClass.IN, TTL, origin));
        }
    }
}
