package io.fieldgate.portal.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorPagesTest {
    private final PageRenderer pages = new PageRenderer();

    @ParameterizedTest
    @ValueSource(strings = {"400", "403", "404", "409", "429", "500", "503", "4xx", "5xx"})
    void whatGoesWrongIsSaidInWords(String status) {
        assertThat(
                        pages.render(
                                "error-" + status,
                                "error/" + status,
                                Map.of("detail", "Because of \"<x>\".")))
                .contains("<h1 class=\"h2\">", "href=\"/\"")
                .doesNotContain("<x>");
    }
}
