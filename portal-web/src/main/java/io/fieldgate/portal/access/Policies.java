package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.portal.fleet.PolicySource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The policies of secure servers, made of their rules, groups and devices.
@Service
@Transactional(readOnly = true)
class Policies implements PolicySource {
    private final RuleTable rules;
    private final GroupTable groups;
    private final DeviceTable devices;

    Policies(RuleTable rules, GroupTable groups, DeviceTable devices) {
        this.rules = rules;
        this.groups = groups;
        this.devices = devices;
    }

    @Override
    public Policy policy(UUID secureServerId) {
        return renderer(secureServerId).render(rules.ofServer(secureServerId));
    }

    /// The policy with all rules, those of groups without clients among them.
    public Policy policyOfAll(UUID secureServerId) {
        return renderer(secureServerId).renderAll(rules.ofServer(secureServerId));
    }

    /// The policy as it would be with other rules of one subject.
    public Policy policyWith(UUID secureServerId, Subject subject, List<RuleRow> wanted) {
        List<RuleRow> all =
                new ArrayList<>(
                        rules.ofServer(secureServerId).stream()
                                .filter(rule -> !rule.subject().equals(subject))
                                .toList());
        all.addAll(wanted);
        return renderer(secureServerId).render(all);
    }

    /// The policy as it would be with other members of one group.
    public Policy policyWithMembers(UUID secureServerId, UUID groupId, Collection<UUID> wanted) {
        Map<UUID, List<UUID>> members = new HashMap<>(groups.membersByGroup(secureServerId));
        members.put(groupId, List.copyOf(wanted));
        return renderer(secureServerId, members).render(rules.ofServer(secureServerId));
    }

    private PolicyRenderer renderer(UUID serverId) {
        return renderer(serverId, groups.membersByGroup(serverId));
    }

    private PolicyRenderer renderer(UUID serverId, Map<UUID, List<UUID>> members) {
        return new PolicyRenderer(
                members,
                devices.ofServer(serverId).stream()
                        .collect(Collectors.toMap(DeviceTable.Row::id, Function.identity())));
    }
}
