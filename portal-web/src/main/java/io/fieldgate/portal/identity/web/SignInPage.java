package io.fieldgate.portal.identity.web;

import io.fieldgate.portal.shared.web.PageController;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows the sign-in. Spring Security takes the form.
@PageController
@PreAuthorize("permitAll()")
class SignInPage {
    @GetMapping("/sign-in")
    String form() {
        return "identity/sign-in";
    }
}
