package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.Secrets;
import io.fieldgate.portal.shared.SliceRequest;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// What the holder of a client's personal link may do: see the sites that this client may reach,
/// and pick among them. Nothing else of the tenant is seen or changed.
///
/// Whoever has a link that is good never waits for those who try links in the same network.
///
/// The secret is looked up with each request, so that a link that is withdrawn, renewed or too old,
/// and one whose client is revoked, is no good from the next request on.
@Service
@Transactional(propagation = Propagation.NEVER)
public class Picking {
    /// 256 bits in base64url.
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final int MAX_TYPED = 1000;

    private final PickLinkTable links;
    private final PickReach reach;
    private final PickThrottle throttle;
    private final SiteSelections selections;
    private final FleetRows rows;
    private final AuditLog audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Picking(
            PickLinkTable links,
            PickReach reach,
            PickThrottle throttle,
            SiteSelections selections,
            FleetRows rows,
            AuditLog audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.links = links;
        this.reach = reach;
        this.throttle = throttle;
        this.selections = selections;
        this.rows = rows;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// A link that was opened, and is good.
    ///
    /// @param secret for the browser to keep; shown nowhere
    public record Opened(PickHolder holder, String secret) {
        @Override
        public String toString() {
            return "Opened[" + holder + ", not shown]";
        }
    }

    /// The secret in what somebody opened or pasted: a link, or the part of it behind the #.
    private static Optional<String> secretIn(@Nullable String typed) {
        if (typed == null || typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        String text = typed.strip();
        String secret = text.substring(text.lastIndexOf('#') + 1);
        return SECRET.matcher(secret).matches() ? Optional.of(secret) : Optional.empty();
    }

    /// Opens a link in a browser that does not know it yet.
    ///
    /// @param typed the link, or the part of it behind the #
    /// @param address where the call comes from: who tries links is slowed down by it
    /// @return empty if the link is no good, whatever the reason
    public Optional<Opened> open(@Nullable String typed, String address) {
        Optional<Opened> opened =
                secretIn(typed)
                        .flatMap(secret -> find(secret).map(each -> new Opened(each, secret)));
        if (opened.isEmpty()) {
            throttle.check(address);
            throttle.failed(address);
            record("portal", new AuditEvent("client.pick-link-refused", null, "client", null, ""));
        } else {
            recordOpened(opened.get().holder());
        }
        return opened;
    }

    private void recordOpened(PickHolder holder) {
        in(
                holder,
                () -> {
                    links.opened(holder.clientId(), clock.instant());
                    audit.record(
                            holder.actor(),
                            new AuditEvent(
                                    "client.pick-link-open",
                                    holder.tenantId(),
                                    "client",
                                    holder.clientId(),
                                    holder.clientName()));
                    return true;
                });
    }

    /// Who comes with a secret that his browser has kept.
    ///
    /// @return empty if the link is no good any more
    public Optional<PickHolder> holder(String secret, String address) {
        Optional<PickHolder> holder = secretIn(secret).flatMap(this::find);
        if (holder.isEmpty()) {
            throttle.check(address);
            throttle.failed(address);
        }
        return holder;
    }

    /// The sites that the client may reach, as far as their names contain the query.
    public PickSight look(PickHolder holder, SliceRequest request) {
        return in(holder, () -> reach.sight(holder.clientId(), request));
    }

    /// Selects this site alone.
    ///
    /// @throws RefusedException if the client may not reach it
    public SiteSelectionView select(PickHolder holder, UUID nodeId) {
        return change(holder, nodeId, _ -> new LinkedHashSet<>(List.of(nodeId)));
    }

    /// Selects this site beside those that are selected.
    ///
    /// @throws RefusedException if the client may not reach it, or it overlaps one of them
    public SiteSelectionView add(PickHolder holder, UUID nodeId) {
        return change(
                holder,
                nodeId,
                selected -> {
                    selected.add(nodeId);
                    return selected;
                });
    }

    /// Takes this site out of the selection.
    public SiteSelectionView remove(PickHolder holder, UUID nodeId) {
        return change(
                holder,
                nodeId,
                selected -> {
                    selected.remove(nodeId);
                    return selected;
                });
    }

    private interface Wish {
        Set<UUID> of(Set<UUID> selected);
    }

    /// What is selected and out of the client's reach goes: no sentence may name it.
    private SiteSelectionView change(PickHolder holder, UUID nodeId, Wish wish) {
        UUID client = holder.clientId();
        return in(
                holder,
                () -> {
                    SecureServer server =
                            SiteSelections.withSites(rows.lockServerOf(client, PeerKind.CLIENT));
                    reach.require(server, client, nodeId);
                    Set<UUID> selected =
                            reach.within(server, client, selections.get(client).nodeIds());
                    return selections.select(server, client, wish.of(selected), holder.actor());
                });
    }

    private Optional<PickHolder> find(String secret) {
        byte[] hash = Secrets.hash(secret);
        return Scope.operator()
                .call(() ->
                        Objects.requireNonNull(
                                transactions.execute(_ -> links.holder(hash, clock.instant()))));
    }

    private <T> T in(PickHolder holder, Supplier<T> work) {
        return new Scope.Tenant(holder.tenantId())
                .call(() -> Objects.requireNonNull(transactions.execute(_ -> work.get())));
    }

    private void record(String actor, AuditEvent event) {
        Scope.operator().run(() -> audit.record(actor, event));
    }
}
