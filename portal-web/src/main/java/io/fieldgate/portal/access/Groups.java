package io.fieldgate.portal.access;

import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.StateChanges;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Groups of clients, which rules are about, and groups of nodes, which rules name.
@Service
public class Groups {
    static final int MAX_PER_SERVER = 500;
    static final int MAX_MEMBERS = 1_000;

    private final GroupTable groups;
    private final SecureServers servers;
    private final StateChanges changes;
    private final AuditLog audit;
    private final Clock clock;

    Groups(
            GroupTable groups,
            SecureServers servers,
            StateChanges changes,
            AuditLog audit,
            Clock clock) {
        this.groups = groups;
        this.servers = servers;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /// Makes an empty group.
    @Transactional
    public GroupView create(UUID serverId, @Nullable String rawName, @Nullable GroupKind kind) {
        SecureServerView server = servers.get(serverId);
        changes.lock(serverId);
        DisplayName name = DisplayName.parse("name", rawName);
        if (kind == null) {
            throw RefusedException.invalid("kind", "Choose what it groups: CLIENTS or NODES.");
        }
        if (groups.nameTaken(serverId, kind, name.key())) {
            throw RefusedException.nameTaken("group", name.text());
        }
        if (groups.ofServer(serverId).size() >= MAX_PER_SERVER) {
            throw RefusedException.conflict(
                    "too-many-groups",
                    "Too many groups",
                    "A secure server has at most " + MAX_PER_SERVER + " groups.");
        }
        GroupView group =
                new GroupView(
                        UUID.randomUUID(),
                        server.tenantId(),
                        serverId,
                        kind,
                        name.text(),
                        0,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        groups.insert(group, name.key());
        record("group.create", group, kind.name());
        return group;
    }

    @Transactional(readOnly = true)
    public GroupView get(UUID id) {
        GroupView group =
                groups.find(id)
                        .filter(found -> Scope.current().covers(found.tenantId()))
                        .orElseThrow(() -> RefusedException.notFound("group"));
        servers.get(group.secureServerId());
        return group;
    }

    /// The groups of a secure server, by name.
    @Transactional(readOnly = true)
    public Slice<GroupView> list(UUID serverId, SliceRequest request) {
        servers.get(serverId);
        return Slice.of(
                groups.slice(serverId, request),
                request,
                group -> new SliceRequest.Position(GroupTable.nameKey(group), group.id()),
                group -> group);
    }

    /// The members, by name.
    @Transactional(readOnly = true)
    public List<MemberView> members(UUID id) {
        return groups.members(get(id).id());
    }

    /// Makes these the members of a group.
    @Transactional
    public GroupView replaceMembers(
            UUID id, @Nullable List<? extends @Nullable UUID> rawMemberIds) {
        GroupView group = get(id);
        changes.lock(group.secureServerId());
        Set<UUID> wanted = wantedMembers(group, rawMemberIds);
        Set<UUID> before =
                groups.members(id).stream().map(MemberView::id).collect(Collectors.toSet());
        if (before.equals(wanted)) {
            return group;
        }
        groups.replaceMembers(group, wanted);
        if (groups.rulesAbout(id) > 0) {
            changes.policyChanged(group.secureServerId());
        }
        record("group.members", group, names(groups.members(id)));
        return get(id);
    }

    /// The members that somebody asks for. Callers hold the transaction.
    ///
    /// @throws RefusedException if they cannot be members
    Set<UUID> wantedMembers(
            GroupView group, @Nullable List<? extends @Nullable UUID> rawMemberIds) {
        if (rawMemberIds == null) {
            throw RefusedException.invalid("memberIds", "Send the list of members: [] for none.");
        }
        Set<UUID> wanted = new LinkedHashSet<>();
        for (@Nullable UUID each : rawMemberIds) {
            if (each != null) {
                wanted.add(each);
            }
        }
        if (wanted.size() > MAX_MEMBERS) {
            throw RefusedException.invalid(
                    "memberIds", "A group has at most " + MAX_MEMBERS + " members.");
        }
        if (groups.eligible(group, wanted) != wanted.size()) {
            throw RefusedException.invalid(
                    "memberIds",
                    "Each member must be a "
                            + (group.kind() == GroupKind.CLIENTS ? "client" : "node")
                            + " of the group's own secure server.");
        }
        return wanted;
    }

    /// Removes a group that no rule names.
    @Transactional
    public GroupView remove(UUID id) {
        GroupView group = get(id);
        changes.lock(group.secureServerId());
        int rules = groups.rulesAbout(id);
        if (rules > 0) {
            throw AccessRefusals.inUse("group", group.name(), rules);
        }
        groups.delete(id);
        record("group.remove", group, "");
        return group;
    }

    private static String names(List<MemberView> members) {
        return members.stream().map(MemberView::name).collect(Collectors.joining(", "));
    }

    private void record(String action, GroupView group, String detail) {
        audit.record(
                new AuditEvent(
                        action, group.tenantId(), "group", group.id(), group.name(), detail));
    }
}
