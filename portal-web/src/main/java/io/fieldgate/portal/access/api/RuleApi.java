package io.fieldgate.portal.access.api;

import io.fieldgate.portal.access.Previews;
import io.fieldgate.portal.access.RuleInput;
import io.fieldgate.portal.access.RulePreview;
import io.fieldgate.portal.access.RuleView;
import io.fieldgate.portal.access.Rules;
import io.fieldgate.portal.access.Subject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class RuleApi {
    private final Rules rules;
    private final Previews previews;

    RuleApi(Rules rules, Previews previews) {
        this.rules = rules;
        this.previews = previews;
    }

    /// All rules: there are few, so they are not cut into parts.
    record RuleList(List<RuleView> items) {}

    @GetMapping("/clients/{id}/rules")
    @PreAuthorize("hasRole('VIEWER')")
    RuleList ofClient(@PathVariable UUID id) {
        return new RuleList(rules.of(new Subject.Client(id)));
    }

    /// Makes these the client's own rules; those that it has from groups stay.
    @PutMapping(path = "/clients/{id}/rules", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    RuleList replaceOfClient(@PathVariable UUID id, @RequestBody List<@Nullable RuleInput> body) {
        return new RuleList(rules.replace(new Subject.Client(id), body));
    }

    /// What would change if these were the client's own rules. Changes nothing.
    @PostMapping(path = "/clients/{id}/rules/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    RulePreview previewOfClient(
            @PathVariable UUID id, @RequestBody List<@Nullable RuleInput> body) {
        return previews.preview(new Subject.Client(id), body);
    }

    @GetMapping("/groups/{id}/rules")
    @PreAuthorize("hasRole('VIEWER')")
    RuleList ofGroup(@PathVariable UUID id) {
        return new RuleList(rules.of(new Subject.Group(id)));
    }

    /// Makes these the rules of all clients in the group.
    @PutMapping(path = "/groups/{id}/rules", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    RuleList replaceOfGroup(@PathVariable UUID id, @RequestBody List<@Nullable RuleInput> body) {
        return new RuleList(rules.replace(new Subject.Group(id), body));
    }

    /// What would change if these were the group's rules. Changes nothing.
    @PostMapping(path = "/groups/{id}/rules/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    RulePreview previewOfGroup(@PathVariable UUID id, @RequestBody List<@Nullable RuleInput> body) {
        return previews.preview(new Subject.Group(id), body);
    }

    /// The rules that are about a node or something behind it, whoever has them.
    @GetMapping("/nodes/{id}/rules")
    @PreAuthorize("hasRole('VIEWER')")
    RuleList aboutNode(@PathVariable UUID id) {
        return new RuleList(rules.about(id));
    }
}
