package io.fieldgate.server.filter;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which rule decides for an address, a kind of flow and a port. Immutable; a lookup is a binary
/// search for the address, and one for the port in each prefix around it that has rules, of which
/// there are at most 33 (IPv6: 129).
final class RuleTable {
    private static final List<Prefix> EVERYTHING =
            List.of(Prefix.ipv4(0, 0), new Prefix(true, 0, 0, 0));

    private final RouteTable<Place> places;

    private RuleTable(RouteTable<Place> places) {
        this.places = places;
    }

    /// The lowest rank of all rules that are about this, or [PortTable#NONE].
    int rank(boolean opensAtClient, boolean ipv6, long high, long low, FlowKind kind, int port) {
        int best = PortTable.NONE;
        Place place = ipv6 ? places.find(high, low) : places.find((int) low);
        while (place != null) {
            best = Math.min(best, place.rank(slot(opensAtClient, kind), port));
            place = place.around;
        }
        return best;
    }

    private static int slot(boolean opensAtClient, FlowKind kind) {
        return kind.index() + (opensAtClient ? 0 : FlowKind.COUNT);
    }

    /// A prefix that rules name.
    private static final class Place {
        /// The next wider prefix that rules name.
        private final @Nullable Place around;

        private final @Nullable PortTable[] tables;

        Place(@Nullable Place around, @Nullable PortTable[] tables) {
            this.around = around;
            this.tables = tables;
        }

        int rank(int slot, int port) {
            PortTable table = tables[slot];
            return table == null ? PortTable.NONE : table.rank(port);
        }
    }

    /// Ranges of ports by direction and kind of flow.
    private static final class Slots {
        private final @Nullable List<PortTable.Range>[] lists = lists();

        void add(int slot, PortTable.Range range) {
            List<PortTable.Range> list = lists[slot];
            if (list == null) {
                list = new ArrayList<>(1);
                lists[slot] = list;
            }
            list.add(range);
        }

        @Nullable PortTable[] build() {
            @Nullable PortTable[] tables = new @Nullable PortTable[lists.length];
            for (int slot = 0; slot < lists.length; slot++) {
                List<PortTable.Range> list = lists[slot];
                tables[slot] = list == null ? null : new PortTable(list);
            }
            return tables;
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
        private static @Nullable List<PortTable.Range>[] lists() {
            return new @Nullable List[2 * FlowKind.COUNT];
        }
    }

    /// Collects rules. Not to be used after [#build].
    static final class Builder {
        private final Map<Prefix, Slots> ranges = new TreeMap<>();

        /// @param prefix null: everything
        void add(Policy.Rule rule, @Nullable Prefix prefix, int rank) {
            for (Prefix one : prefix == null ? EVERYTHING : List.of(prefix)) {
                Slots slots = ranges.computeIfAbsent(one, _ -> new Slots());
                for (FlowKind kind : FlowKind.values()) {
                    if (kind.isMeantBy(rule.protocol(), rule.ports())) {
                        addKind(slots, rule, kind, rank);
                    }
                }
            }
        }

        private static void addKind(Slots slots, Policy.Rule rule, FlowKind kind, int rank) {
            List<Policy.PortRange> ports =
                    rule.ports().isEmpty()
                            ? List.of(new Policy.PortRange(0, PortTable.LAST_PORT))
                            : rule.ports();
            for (Policy.PortRange port : ports) {
                PortTable.Range range = new PortTable.Range(port.first(), port.last(), rank);
                if (rule.direction() != Policy.Direction.FROM_NODE) {
                    slots.add(slot(true, kind), range);
                }
                if (rule.direction() != Policy.Direction.FROM_CLIENT) {
                    slots.add(slot(false, kind), range);
                }
            }
        }

        RuleTable build() {
            List<RouteTable.Route<Place>> routes = new ArrayList<>(ranges.size());
            List<RouteTable.Route<Place>> open = new ArrayList<>();
            // In this order an enclosing prefix comes before what it encloses.
            ranges.forEach((prefix, slots) -> {
                while (!open.isEmpty() && !open.getLast().prefix().contains(prefix)) {
                    open.removeLast();
                }
                Place place =
                        new Place(open.isEmpty() ? null : open.getLast().target(), slots.build());
                RouteTable.Route<Place> route = new RouteTable.Route<>(prefix, place);
                open.add(route);
                routes.add(route);
            });
            return new RuleTable(new RouteTable<>(routes));
        }
    }
}
