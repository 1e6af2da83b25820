package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Peer;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.fleet.DeviceSource;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.StateChanges;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.DnsLabel;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.Texts;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The devices behind nodes that have names.
@Service
public class Devices implements DeviceSource {
    /// Named devices behind one node.
    static final int MAX_PER_NODE = 500;

    private static final int MAX_NOTE = 500;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final DeviceTable devices;
    private final Nodes nodes;
    private final StateChanges changes;
    private final AuditLog audit;
    private final Clock clock;

    Devices(DeviceTable devices, Nodes nodes, StateChanges changes, AuditLog audit, Clock clock) {
        this.devices = devices;
        this.nodes = nodes;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /// Adds a device behind a node.
    @Transactional
    public DeviceView add(UUID nodeId, NewDevice wanted) {
        NodeView node = nodes.get(nodeId);
        changes.lock(node.secureServerId());
        requireInUse(node);
        List<DeviceTable.Row> others = devices.behind(nodeId);
        if (others.size() >= MAX_PER_NODE) {
            throw RefusedException.conflict(
                    "too-many-devices",
                    "Too many devices",
                    "A node has at most " + MAX_PER_NODE + " named devices.");
        }
        DeviceTable.Row row =
                row(
                        UUID.randomUUID(),
                        node,
                        wanted,
                        others,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        devices.insert(row);
        changes.devicesChanged(row.serverId(), nodeId);
        record("device.add", row, row.address() + " behind " + node.name());
        return view(row, node);
    }

    @Transactional(readOnly = true)
    public DeviceView get(UUID nodeId, UUID deviceId) {
        NodeView node = nodes.get(nodeId);
        return view(find(nodeId, deviceId), node);
    }

    /// Changes a device. Rules that name it are about its new address from then on. Without a DNS
    /// label it keeps the one that it has, also under another name: people wrote it down.
    @Transactional
    public DeviceView change(UUID nodeId, UUID deviceId, NewDevice wanted) {
        NodeView node = nodes.get(nodeId);
        changes.lock(node.secureServerId());
        requireInUse(node);
        DeviceTable.Row before = find(nodeId, deviceId);
        List<DeviceTable.Row> others =
                devices.behind(nodeId).stream()
                        .filter(other -> !other.id().equals(deviceId))
                        .toList();
        String label = Objects.requireNonNullElse(wanted.label(), "");
        NewDevice whole =
                new NewDevice(
                        wanted.name(),
                        label.isBlank() ? before.label() : label,
                        wanted.address(),
                        wanted.kind(),
                        wanted.note());
        DeviceTable.Row after = row(deviceId, node, whole, others, before.createdAt());
        if (after.equals(before)) {
            return view(before, node);
        }
        devices.update(after);
        changes.devicesChanged(after.serverId(), nodeId);
        if (!after.address().equals(before.address()) && devices.rulesAbout(deviceId) > 0) {
            changes.policyChanged(after.serverId());
        }
        record(
                "device.change",
                after,
                DeviceWords.change(before, after) + " behind " + node.name());
        return view(after, node);
    }

    /// The devices behind a node, by name.
    @Transactional(readOnly = true)
    public Slice<DeviceView> list(UUID nodeId, SliceRequest request) {
        NodeView node = nodes.get(nodeId);
        return Slice.of(
                devices.slice(nodeId, request),
                request,
                row -> new SliceRequest.Position(row.nameKey(), row.id()),
                row -> view(row, node));
    }

    /// Takes a device's name away. One that a rule names stays: without it the rule would be about
    /// something else.
    @Transactional
    public DeviceView remove(UUID nodeId, UUID deviceId) {
        NodeView node = nodes.get(nodeId);
        changes.lock(node.secureServerId());
        DeviceTable.Row row = find(nodeId, deviceId);
        int rules = devices.rulesAbout(deviceId);
        if (rules > 0) {
            throw AccessRefusals.inUse("device", row.name(), rules);
        }
        devices.delete(deviceId);
        changes.devicesChanged(row.serverId(), nodeId);
        record("device.remove", row, row.address() + " behind " + node.name());
        return view(row, node);
    }

    @Override
    public Map<UUID, List<Peer.Device>> devices(UUID secureServerId) {
        return devices.ofServer(secureServerId).stream()
                .collect(
                        Collectors.groupingBy(
                                DeviceTable.Row::nodeId,
                                LinkedHashMap::new,
                                Collectors.mapping(
                                        row -> new Peer.Device(row.label(), row.address()),
                                        Collectors.toList())));
    }

    private static void requireInUse(NodeView node) {
        if (node.state() == PeerState.REVOKED) {
            throw RefusedException.conflict(
                    "revoked",
                    "It is revoked",
                    "This node is revoked for good. Add the device behind the new one.");
        }
    }

    private DeviceTable.Row find(UUID nodeId, UUID deviceId) {
        return devices.find(deviceId)
                .filter(found -> found.nodeId().equals(nodeId))
                .orElseThrow(() -> RefusedException.notFound("device behind this node"));
    }

    /// @param others the other devices behind the node
    private static DeviceTable.Row row(
            UUID id,
            NodeView node,
            NewDevice wanted,
            List<DeviceTable.Row> others,
            Instant createdAt) {
        DisplayName name = DisplayName.parse("name", wanted.name());
        String address = DeviceAddress.parse(wanted.address()).addressText();
        String note = Texts.parse("note", wanted.note(), MAX_NOTE);
        if (others.stream().anyMatch(other -> other.nameKey().equals(name.key()))) {
            throw RefusedException.nameTaken("device behind this node", name.text());
        }
        return new DeviceTable.Row(
                id,
                node.tenantId(),
                node.secureServerId(),
                node.id(),
                name.text(),
                name.key(),
                label(wanted.label(), name.text(), others),
                address,
                wanted.kind(),
                note,
                createdAt);
    }

    private static String label(
            @Nullable String wanted, String name, List<DeviceTable.Row> others) {
        if (wanted == null || wanted.isBlank()) {
            return DnsLabel.unique(
                    name,
                    "device",
                    label -> others.stream().anyMatch(other -> other.label().equals(label)));
        }
        String label = wanted.strip();
        if (!LABEL.matcher(label).matches() || label.chars().noneMatch(c -> c >= 'a')) {
            throw RefusedException.invalid(
                    "label",
                    "A DNS label has letters a to z, digits and dashes, such as plc1: at least one"
                            + " letter, no dash at the ends, at most 63 characters.");
        }
        if (others.stream().anyMatch(other -> other.label().equals(label))) {
            throw RefusedException.invalid(
                    "label",
                    "Another device behind this node has the DNS label "
                            + label
                            + ". Choose another one.");
        }
        return label;
    }

    static DeviceView view(DeviceTable.Row row, NodeView node) {
        return new DeviceView(
                row.id(),
                row.nodeId(),
                row.name(),
                row.label(),
                row.address(),
                row.kind(),
                row.note(),
                DeviceAddress.warning(row.address(), node),
                row.createdAt());
    }

    private void record(String action, DeviceTable.Row row, String detail) {
        audit.record(
                new AuditEvent(action, row.tenantId(), "device", row.id(), row.name(), detail));
    }
}
