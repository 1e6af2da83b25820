package io.fieldgate.portal.identity.api;

import io.fieldgate.portal.identity.SetUp;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/setup-links", produces = MediaType.APPLICATION_JSON_VALUE)
class SetUpLinkApi {
    private final SetUp setUp;

    SetUpLinkApi(SetUp setUp) {
        this.setUp = setUp;
    }

    record SetUpLink(String url) {}

    @PostMapping
    @PreAuthorize("hasAnyRole('OPERATOR', 'LAUNCHER')")
    @ResponseStatus(HttpStatus.CREATED)
    SetUpLink create() {
        return new SetUpLink(setUp.createLink());
    }
}
