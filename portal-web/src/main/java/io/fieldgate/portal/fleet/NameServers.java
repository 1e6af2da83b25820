package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The name servers to which a secure server forwards other names.
///
/// @param addresses IPv4 and IPv6 addresses, as text
record NameServers(List<String> addresses) {
    static final int MAX = 4;

    private static final List<Cidr> UNFIT =
            List.of(
                    cidr("0.0.0.0/8"),
                    cidr("127.0.0.0/8"),
                    cidr("169.254.0.0/16"),
                    cidr("224.0.0.0/3"),
                    cidr("::/8"),
                    cidr("fe80::/10"),
                    cidr("ff00::/8"));

    NameServers {
        addresses = List.copyOf(addresses);
    }

    /// Parses what an admin wrote; blanks and repetitions are passed over.
    ///
    /// @throws RefusedException if one is no address of a name server, or there are too many
    static NameServers parse(List<? extends @Nullable String> written) {
        List<String> addresses =
                written.stream()
                        .filter(Objects::nonNull)
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(NameServers::address)
                        .distinct()
                        .toList();
        if (addresses.size() > MAX) {
            throw fault("Name at most " + MAX + " name servers.");
        }
        return new NameServers(addresses);
    }

    /// As it is stored.
    static NameServers stored(String text) {
        return new NameServers(text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1)));
    }

    /// To be stored.
    String text() {
        return String.join(" ", addresses);
    }

    private static String address(String text) {
        Cidr address =
                Cidr.parse(text)
                        .filter(cidr -> !text.contains("/"))
                        .orElseThrow(() ->
                                fault("Write the address of each name server, such as 9.9.9.9."));
        if (UNFIT.stream().anyMatch(address::overlaps)) {
            throw fault(text + " is not an address at which a name server can be asked.");
        }
        return address.addressText();
    }

    private static RefusedException fault(String detail) {
        return RefusedException.invalid("forwardNamesTo", detail);
    }

    private static Cidr cidr(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
