package io.fieldgate.server.filter;

import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Addresses, as prefixes of which none contains another. Immutable.
final class PrefixSet {
    static final PrefixSet EMPTY = new PrefixSet(List.of());

    private final NavigableSet<Prefix> prefixes = new TreeSet<>();

    PrefixSet(Collection<Prefix> all) {
        Prefix last = null;
        // In this order an enclosing prefix comes before what it encloses.
        for (Prefix prefix : new TreeSet<>(all)) {
            if (last == null || !last.contains(prefix)) {
                prefixes.add(prefix);
                last = prefix;
            }
        }
    }

    /// The parts of `whole` that are in the set: itself, or prefixes in it.
    List<Prefix> within(Prefix whole) {
        if (contains(whole)) {
            return List.of(whole);
        }
        List<Prefix> parts = new ArrayList<>();
        for (Prefix prefix : prefixes.tailSet(whole)) {
            if (!whole.contains(prefix)) {
                break;
            }
            parts.add(prefix);
        }
        return parts;
    }

    /// Whether all of it is in one prefix of the set.
    boolean contains(Prefix part) {
        @Nullable Prefix before = prefixes.floor(part);
        return before != null && before.contains(part);
    }
}
