package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.Choices;
import io.fieldgate.portal.access.GroupKind;
import io.fieldgate.portal.access.GroupView;
import io.fieldgate.portal.access.Groups;
import io.fieldgate.portal.access.RuleView;
import io.fieldgate.portal.access.Rules;
import io.fieldgate.portal.access.Subject;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// Fills in the pages on which rules are shown and made; the form itself comes from the caller.
@Component
class RuleModel {
    private final Clients clients;
    private final Groups groups;
    private final Nodes nodes;
    private final Rules rules;
    private final Choices choices;
    private final RuleLines lines;
    private final AccessPlaces places;

    RuleModel(
            Clients clients,
            Groups groups,
            Nodes nodes,
            Rules rules,
            Choices choices,
            RuleLines lines,
            AccessPlaces places) {
        this.clients = clients;
        this.groups = groups;
        this.nodes = nodes;
        this.rules = rules;
        this.choices = choices;
        this.lines = lines;
        this.places = places;
    }

    String client(UUID id, Model model) {
        ClientView client = clients.get(id);
        UUID serverId = client.secureServerId();
        List<RuleView> own = rules.of(new Subject.Client(id));
        List<RuleView> fromGroups = rules.ofGroupsOf(id);
        model.addAttribute("place", places.server(serverId));
        model.addAttribute("peer", Heading.of(client));
        model.addAttribute("rules", lines.of(serverId, own));
        model.addAttribute("groupRules", lines.of(serverId, fromGroups));
        model.addAttribute("limited", !own.isEmpty() || !fromGroups.isEmpty());
        pickers(serverId, model);
        return "access/client-rules";
    }

    String group(UUID id, Model model) {
        GroupView group = groups.get(id);
        UUID serverId = group.secureServerId();
        model.addAttribute("place", places.server(serverId));
        model.addAttribute("group", group);
        model.addAttribute(
                "memberIds", groups.members(id).stream().map(each -> each.id()).toList());
        boolean ofClients = group.kind() == GroupKind.CLIENTS;
        model.addAttribute("ofClients", ofClients);
        model.addAttribute("path", "/groups/" + id);
        if (ofClients) {
            model.addAttribute("candidates", choices.clients(serverId));
            model.addAttribute("rules", lines.of(serverId, rules.of(new Subject.Group(id))));
            pickers(serverId, model);
        } else {
            model.addAttribute("candidates", choices.nodes(serverId));
        }
        return "access/group";
    }

    String node(UUID id, Model model) {
        NodeView node = nodes.get(id);
        UUID serverId = node.secureServerId();
        List<RuleView> about = rules.about(id);
        model.addAttribute("place", places.server(serverId));
        model.addAttribute("peer", Heading.of(node));
        model.addAttribute("rules", lines.of(serverId, about));
        model.addAttribute("unlimited", rules.unlimited(serverId));
        model.addAttribute("clients", choices.clients(serverId));
        model.addAttribute(
                "clientGroups",
                choices.groups(serverId).stream()
                        .filter(group -> group.kind() == GroupKind.CLIENTS)
                        .toList());
        pickers(serverId, model);
        model.addAttribute(
                "choices",
                choices.nodes(serverId).stream().filter(each -> each.id().equals(id)).toList());
        model.addAttribute("nodeGroups", List.of());
        return "access/node-access";
    }

    private void pickers(UUID serverId, Model model) {
        model.addAttribute("choices", choices.nodes(serverId));
        model.addAttribute(
                "nodeGroups",
                choices.groups(serverId).stream()
                        .filter(group -> group.kind() == GroupKind.NODES)
                        .toList());
        model.addAttribute("services", ServicePreset.choices());
    }
}
