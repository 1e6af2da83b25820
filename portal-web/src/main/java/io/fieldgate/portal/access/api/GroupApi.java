package io.fieldgate.portal.access.api;

import io.fieldgate.portal.access.GroupKind;
import io.fieldgate.portal.access.GroupView;
import io.fieldgate.portal.access.Groups;
import io.fieldgate.portal.access.MemberView;
import io.fieldgate.portal.access.Previews;
import io.fieldgate.portal.access.RulePreview;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class GroupApi {
    private final Groups groups;
    private final Previews previews;

    GroupApi(Groups groups, Previews previews) {
        this.groups = groups;
        this.previews = previews;
    }

    record NewGroup(@Nullable String name, @Nullable GroupKind kind) {}

    record WantedMembers(@Nullable List<@Nullable UUID> memberIds) {}

    /// All members of a group: there are few, so they are not cut into parts.
    record MemberList(List<MemberView> items) {}

    @PostMapping(
            path = "/secure-servers/{serverId}/groups",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.CREATED)
    GroupView create(@PathVariable UUID serverId, @RequestBody NewGroup body) {
        return groups.create(serverId, body.name(), body.kind());
    }

    @GetMapping("/secure-servers/{serverId}/groups")
    @PreAuthorize("hasRole('VIEWER')")
    Slice<GroupView> list(
            @PathVariable UUID serverId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return groups.list(serverId, SliceRequest.parse(cursor, limit, q));
    }

    @GetMapping("/groups/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    GroupView get(@PathVariable UUID id) {
        return groups.get(id);
    }

    @DeleteMapping("/groups/{id}")
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID id) {
        groups.remove(id);
    }

    @GetMapping("/groups/{id}/members")
    @PreAuthorize("hasRole('VIEWER')")
    MemberList members(@PathVariable UUID id) {
        return new MemberList(groups.members(id));
    }

    /// Makes these the members of the group.
    @PutMapping(path = "/groups/{id}/members", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    MemberList replaceMembers(@PathVariable UUID id, @RequestBody WantedMembers body) {
        groups.replaceMembers(id, body.memberIds());
        return new MemberList(groups.members(id));
    }

    /// What would change if these were the members. Changes nothing.
    @PostMapping(path = "/groups/{id}/members/preview", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    RulePreview previewMembers(@PathVariable UUID id, @RequestBody WantedMembers body) {
        return previews.previewMembers(id, body.memberIds());
    }
}
