package io.fieldgate.portal.identity.web;

import io.fieldgate.portal.shared.web.PageController;
import jakarta.annotation.security.PermitAll;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows the sign-in. Spring Security takes the form.
@PageController
@PermitAll
class SignInPage {
    @GetMapping("/sign-in")
    String form() {
        return "identity/sign-in";
    }
}
