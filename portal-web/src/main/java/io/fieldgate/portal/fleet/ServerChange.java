package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.portal.shared.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an admin changes of a secure server; null leaves it as it is.
///
/// @param ipv6 whether nodes and clients get IPv6 addresses
/// @param tunMtu longest IP packet in the tunnels, 1280 to 1600 bytes
/// @param oldClients whether OpenVPN 2.4 and older devices are let in, with weaker protection
/// @param clientsReachClients whether clients reach each other
/// @param announcements whether the subnets that nodes announce are in force by themselves
/// @param forwardNamesTo addresses of the name servers that are asked for all names but its own;
///   empty: other names are refused
/// @param coveringNetworks in which the subnets of future sites will lie
public record ServerChange(
        @Nullable Boolean ipv6,
        @Nullable Integer tunMtu,
        @Nullable Boolean oldClients,
        @Nullable Boolean clientsReachClients,
        @Nullable Announcements announcements,
        @Nullable List<@Nullable String> forwardNamesTo,
        @Nullable List<@Nullable String> coveringNetworks) {
    /// What IPv6 needs (RFC 8200 section 5).
    private static final int LEAST_MTU = 1280;

    /// What stock clients take (`tun-mtu-max`).
    private static final int MOST_MTU = 1600;

    public ServerChange {
        forwardNamesTo = forwardNamesTo == null ? null : new ArrayList<>(forwardNamesTo);
        coveringNetworks = coveringNetworks == null ? null : new ArrayList<>(coveringNetworks);
    }

    /// Only whether old clients are let in.
    public static ServerChange oldClients(boolean on) {
        return new ServerChange(null, null, on, null, null, null, null);
    }

    /// Only who reaches whom, what becomes of announcements, where other names are asked for and
    /// where future sites will lie.
    public static ServerChange traffic(
            boolean clientsReachClients,
            Announcements announcements,
            List<String> forwardTo,
            List<String> coveringNetworks) {
        return new ServerChange(
                null,
                null,
                null,
                clientsReachClients,
                announcements,
                List.copyOf(forwardTo),
                List.copyOf(coveringNetworks));
    }

    /// The name servers, checked; null leaves them as they are.
    ///
    /// @throws RefusedException if one is no address of a name server
    @Nullable NameServers nameServers() {
        return forwardNamesTo == null ? null : NameServers.parse(forwardNamesTo);
    }

    /// The networks of future sites, well-formed; null leaves them as they are.
    ///
    /// @throws RefusedException if one is no network
    @Nullable CoveringNetworks covering() {
        return coveringNetworks == null ? null : CoveringNetworks.parse(coveringNetworks);
    }

    /// @throws RefusedException if a value is out of range
    void check() {
        if (tunMtu != null && (tunMtu < LEAST_MTU || tunMtu > MOST_MTU)) {
            throw RefusedException.invalid(
                    "tunMtu",
                    "Write a number of bytes from " + LEAST_MTU + " to " + MOST_MTU + ".");
        }
    }

    /// For the audit log.
    String words() {
        List<String> words = new ArrayList<>();
        if (ipv6 != null) {
            words.add(ipv6 ? "IPv6 on" : "IPv6 off");
        }
        if (tunMtu != null) {
            words.add("tunnel MTU " + tunMtu);
        }
        if (oldClients != null) {
            words.add(oldClients ? "old clients on" : "old clients off");
        }
        if (clientsReachClients != null) {
            words.add(clientsReachClients ? "clients reach clients" : "clients apart");
        }
        if (announcements != null) {
            words.add("announcements " + announcements);
        }
        NameServers servers = nameServers();
        if (servers != null) {
            words.add(servers.text().isEmpty() ? "other names refused" : "names " + servers.text());
        }
        CoveringNetworks covering = covering();
        if (covering != null) {
            words.add(
                    covering.prefixes().isEmpty()
                            ? "no networks of future sites"
                            : "networks of future sites " + covering.text());
        }
        return String.join(", ", words);
    }
}
