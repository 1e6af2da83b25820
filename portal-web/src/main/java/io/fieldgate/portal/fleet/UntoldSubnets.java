package io.fieldgate.portal.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The subnets that a connected peer may reach and does not send into its tunnel: they came after
/// it dialled in, and its software cannot be told while it is connected.
///
/// @param prefixes those that are named
/// @param more how many there are beside them
public record UntoldSubnets(List<Cidr> prefixes, int more) {
    static final UntoldSubnets NONE = new UntoldSubnets(List.of(), 0);

    /// Subnets that are kept of one session.
    private static final int MAX_NAMED = 200;

    public UntoldSubnets {
        prefixes = List.copyOf(prefixes);
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return prefixes.isEmpty() && more == 0;
    }

    /// The one of them that has this address.
    public Optional<Cidr> covering(Cidr address) {
        return prefixes.stream().filter(prefix -> prefix.contains(address)).findFirst();
    }

    /// What a report says. What is no prefix, and what is too much, is left out.
    static UntoldSubnets parse(@Nullable List<String> texts, int more) {
        if (texts == null) {
            return NONE;
        }
        return new UntoldSubnets(
                texts.stream()
                        .limit(MAX_NAMED)
                        .map(ReportText::printable)
                        .flatMap(text -> Cidr.parse(text).stream())
                        .toList(),
                Math.max(0, more));
    }

    /// As the table keeps them.
    static UntoldSubnets stored(String text, int more) {
        return text.isEmpty() && more == 0 ? NONE : parse(Arrays.asList(text.split(" ", -1)), more);
    }

    String text() {
        return prefixes.stream().map(Cidr::toString).collect(Collectors.joining(" "));
    }
}
