package io.fieldgate.portal.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes errors of the REST API as `application/problem+json` (RFC 9457).
@Component
public class Problems {
    private static final String TYPE_PREFIX = "urn:fieldgate:problem:";

    private final JsonMapper mapper;

    Problems(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /// The body of a problem.
    ///
    /// @param field the input field at fault; absent if it is none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String type, String title, int status, String detail, @Nullable String field) {}

    /// Answers with a refusal.
    public void write(HttpServletResponse response, Refusal refusal) throws IOException {
        write(
                response,
                refusal.kind().status(),
                refusal.type(),
                refusal.title(),
                refusal.detail(),
                refusal.field());
    }

    /// Answers with a problem that is no refusal of a service.
    public void write(
            HttpServletResponse response, int status, String type, String title, String detail)
            throws IOException {
        write(response, status, type, title, detail, null);
    }

    private void write(
            HttpServletResponse response,
            int status,
            String type,
            String title,
            String detail,
            @Nullable String field)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        byte[] body =
                mapper.writeValueAsString(
                                new Body(TYPE_PREFIX + type, title, status, detail, field))
                        .getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
