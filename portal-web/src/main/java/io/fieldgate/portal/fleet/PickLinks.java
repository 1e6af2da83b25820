package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.shared.PublicAddress;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Makes and withdraws the personal links of clients. A client has one at most; a new one ends the
/// one before, in every browser that has opened it.
@Service
public class PickLinks {
    /// How long a link is good if nothing else is said, days.
    public static final int DEFAULT_DAYS = 90;

    /// The longest that a link can be good, days.
    public static final int MAX_DAYS = 366;

    private final PickLinkTable table;
    private final FleetRows rows;
    private final PeerChanges changes;
    private final PublicAddress address;
    private final Clock clock;

    PickLinks(
            PickLinkTable table,
            FleetRows rows,
            PeerChanges changes,
            PublicAddress address,
            Clock clock) {
        this.table = table;
        this.rows = rows;
        this.changes = changes;
        this.address = address;
        this.clock = clock;
    }

    /// Makes a link, in place of the one before.
    ///
    /// @param days how long it is good; null: [#DEFAULT_DAYS]
    /// @throws RefusedException if the client is revoked, or there are no sites to select
    @Transactional
    public NewPickLink make(UUID clientId, @Nullable Integer days) {
        int life = days == null ? DEFAULT_DAYS : days;
        if (life < 1 || life > MAX_DAYS) {
            throw RefusedException.invalid(
                    "days", "A link is good for 1 to " + MAX_DAYS + " days.");
        }
        SecureServer server = rows.lockServerOf(clientId, PeerKind.CLIENT);
        if (server.mode() != RoutingMode.IDENTICAL_NETWORKS) {
            throw FleetRefusals.noSites();
        }
        Peer client = rows.peer(clientId, PeerKind.CLIENT);
        if (client.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked("client");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expiresAt = now.plus(Duration.ofDays(life));
        boolean renewed = table.of(clientId).isPresent();
        String secret = Secrets.token();
        table.put(client, Secrets.hash(secret), now, expiresAt);
        changes.record(
                renewed ? "pick-link-renew" : "pick-link-create",
                client,
                "good until " + expiresAt.truncatedTo(ChronoUnit.SECONDS));
        // Behind the # it is never sent to a server, so it stands in no log and no Referer.
        return new NewPickLink(clientId, address.url() + "/pick#" + secret, expiresAt);
    }

    /// The client's link; empty if it has none.
    @Transactional(readOnly = true)
    public Optional<PickLinkView> get(UUID clientId) {
        rows.peer(clientId, PeerKind.CLIENT);
        return table.of(clientId);
    }

    /// Ends the client's link at once, in every browser that has opened it.
    @Transactional
    public void withdraw(UUID clientId) {
        rows.lockServerOf(clientId, PeerKind.CLIENT);
        Peer client = rows.peer(clientId, PeerKind.CLIENT);
        if (!table.remove(clientId)) {
            throw RefusedException.notFound("personal link");
        }
        changes.record("pick-link-withdraw", client, "");
    }
}
