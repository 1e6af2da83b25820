package io.fieldgate.portal.fleet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The devices' own subnets at the sites of a secure server, and whether they clash with a client's
/// own network.
@Service
public class RealSubnets {
    private final SubnetTable subnets;
    private final SessionTable sessions;

    RealSubnets(SubnetTable subnets, SessionTable sessions) {
        this.subnets = subnets;
        this.sessions = sessions;
    }

    /// The subnet of a site in which the client itself seems to be, judged by the address from
    /// which it dials; empty if none, or if it is not connected.
    @Transactional(readOnly = true)
    public Optional<String> overlapOf(UUID secureServerId, UUID clientId) {
        return sessions.newestOf(List.of(clientId)).stream()
                .filter(Session::live)
                .flatMap(session -> address(session.remoteAddress()).stream())
                .flatMap(own ->
                        subnets.inForce(secureServerId).stream()
                                .map(SubnetJudge.InForce::prefix)
                                .filter(own::overlaps))
                .findFirst()
                .map(Cidr::toString);
    }

    /// Both halves of each subnet in force, without repetitions. Callers hold the transaction.
    List<String> halves(UUID secureServerId) {
        return subnets.inForce(secureServerId).stream()
                .flatMap(subnet -> subnet.prefix().halves().stream())
                .map(Cidr::toString)
                .distinct()
                .toList();
    }

    /// The address of `address:port` or `[address]:port`.
    private static Optional<Cidr> address(String remote) {
        int colon = remote.lastIndexOf(':');
        String host = colon < 0 ? remote : remote.substring(0, colon);
        return Cidr.parse(host.replace("[", "").replace("]", ""))
                .filter(address -> address.length() == address.width());
    }
}
