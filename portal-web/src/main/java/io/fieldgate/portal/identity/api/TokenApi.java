package io.fieldgate.portal.identity.api;

import io.fieldgate.portal.identity.ApiTokenView;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.NewApiToken;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
class TokenApi {
    private final ApiTokens tokens;

    TokenApi(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /// @param tenantId absent for OPERATOR, required for all other roles
    record NewToken(@Nullable String name, @Nullable Role role, @Nullable UUID tenantId) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasAnyRole('OPERATOR', 'LAUNCHER')")
    @ResponseStatus(HttpStatus.CREATED)
    NewApiToken create(@RequestBody NewToken body) {
        return tokens.create(body.name(), body.role(), body.tenantId());
    }

    @GetMapping
    @PreAuthorize("hasRole('OPERATOR')")
    Slice<ApiTokenView> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return tokens.list(SliceRequest.parse(cursor, limit, q));
    }

    @DeleteMapping("/{id}")
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        tokens.revoke(id);
    }
}
