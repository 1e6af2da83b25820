package io.fieldgate.portal.identity;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// A platform operator who has signed in.
public final class OperatorForTests {
    private OperatorForTests() {}

    public static RequestPostProcessor signedIn() {
        return user(new OperatorUser("anna", "{noop}none"));
    }
}
