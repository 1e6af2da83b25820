package io.fieldgate.portal.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.shared.web.PageRenderer;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IdentityPagesTest {
    private final PageRenderer pages = new PageRenderer();

    @Test
    void theSetUpAsksForALoginAndAPasswordTwice() {
        var form = new SetUpForm("c0de", "\"><script>", "secret secret", "secret secret");
        String html = pages.render("set-up", "identity/set-up", Map.of("form", form));
        assertThat(html)
                .contains("name=\"login\"", "name=\"password\"", "name=\"repeated\"", "c0de")
                .contains("&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void noPasswordIsEverSentBackToTheBrowser() {
        var form = new SetUpForm("c0de", "anna", "secret secret", "other secret");
        assertThat(pages.render("set-up", "identity/set-up", Map.of("form", form)))
                .doesNotContain("secret secret", "other secret");
    }

    @Test
    void theOtherDoorsRender() {
        assertThat(pages.render("set-up-closed", "identity/set-up-closed", Map.of()))
                .contains("no longer good");
        assertThat(pages.render("sign-in", "identity/sign-in", Map.of()))
                .contains("name=\"login\"", "name=\"password\"");
    }
}
