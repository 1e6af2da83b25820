package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.GroupView;
import io.fieldgate.portal.access.Groups;
import io.fieldgate.portal.access.RulePreview;
import io.fieldgate.portal.access.Subject;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/// Fills in the pages that tell what a change of rules or of members would do.
@Component
class PreviewModel {
    private final Clients clients;
    private final Groups groups;
    private final AccessPlaces places;
    private final Clock clock;

    PreviewModel(Clients clients, Groups groups, AccessPlaces places, Clock clock) {
        this.clients = clients;
        this.groups = groups;
        this.places = places;
        this.clock = clock;
    }

    /// A client that would be cut off.
    record CutLine(String client, Moment since, List<String> from) {
        CutLine {
            from = List.copyOf(from);
        }
    }

    /// What changes at one node, the same for these clients.
    record ChangeLine(String node, List<String> what, List<String> clients) {
        ChangeLine {
            what = List.copyOf(what);
            clients = List.copyOf(clients);
        }
    }

    void fill(Subject subject, RuleForm form, String remove, RulePreview preview, Model model) {
        UUID serverId;
        switch (subject) {
            case Subject.Client(UUID id) -> {
                ClientView client = clients.get(id);
                serverId = client.secureServerId();
                model.addAttribute("whose", client.name());
                model.addAttribute("ofGroup", false);
                model.addAttribute("savePath", "/clients/" + id + "/rules");
                model.addAttribute("backPath", back(form, "/clients/" + id + "/rules"));
            }
            case Subject.Group(UUID id) -> {
                GroupView group = groups.get(id);
                serverId = group.secureServerId();
                model.addAttribute("whose", group.name());
                model.addAttribute("ofGroup", true);
                model.addAttribute("savePath", "/groups/" + id + "/rules");
                model.addAttribute("backPath", back(form, "/groups/" + id));
            }
        }
        model.addAttribute("place", places.server(serverId));
        model.addAttribute("form", form);
        model.addAttribute("remove", remove);
        fill(preview, model);
    }

    void fill(GroupView group, List<UUID> members, RulePreview preview, Model model) {
        model.addAttribute("place", places.server(group.secureServerId()));
        model.addAttribute("group", group);
        model.addAttribute("ofGroup", true);
        model.addAttribute("members", members);
        fill(preview, model);
    }

    private void fill(RulePreview preview, Model model) {
        model.addAttribute("lost", lines(preview.lost()));
        model.addAttribute("gained", lines(preview.gained()));
        model.addAttribute("complete", preview.complete());
        model.addAttribute("nothing", preview.changesNothing());
        model.addAttribute(
                "cut",
                preview.cut().stream()
                        .map(cut ->
                                new CutLine(
                                        cut.clientName(),
                                        Moment.of(cut.since(), clock.instant()),
                                        cut.from()))
                        .toList());
    }

    private static String back(RuleForm form, String otherwise) {
        return form.node().isEmpty() ? otherwise : "/nodes/" + form.node() + "/access";
    }

    /// Groups the changes: all that one client loses at one node, and the clients with the same.
    private static List<ChangeLine> lines(List<RulePreview.Change> changes) {
        record Key(String node, String client) {}
        Map<Key, List<String>> byClient = new LinkedHashMap<>();
        for (RulePreview.Change change : changes) {
            byClient.computeIfAbsent(
                            new Key(change.nodeName(), change.clientName()), _ -> new ArrayList<>())
                    .add(words(change));
        }
        record Same(String node, List<String> what) {}
        Map<Same, List<String>> same = new LinkedHashMap<>();
        byClient.forEach((key, what) ->
                same.computeIfAbsent(new Same(key.node(), what), _ -> new ArrayList<>())
                        .add(key.client()));
        return same.entrySet().stream()
                .map(each ->
                        new ChangeLine(each.getKey().node(), each.getKey().what(), each.getValue()))
                .toList();
    }

    private static String words(RulePreview.Change change) {
        String place =
                switch (change.kind()) {
                    case NODE -> "the node itself";
                    case SUBNET, PART -> change.address();
                    case DEVICE -> change.name() + " (" + change.address() + ")";
                };
        boolean out = !change.fromClient().equals("nothing");
        boolean in = !change.fromNode().equals("nothing");
        if (out && in && change.fromClient().equals(change.fromNode())) {
            return place + ": " + change.fromClient() + ", either way";
        }
        return place
                + ": "
                + (out ? change.fromClient() : "")
                + (out && in ? "; " : "")
                + (in ? change.fromNode() + " opened from the site" : "");
    }
}
