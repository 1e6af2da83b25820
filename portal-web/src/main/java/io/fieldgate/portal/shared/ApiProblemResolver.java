package io.fieldgate.portal.shared;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns whatever a call of the REST API throws into a problem. Pages are not its business.
@Component
class ApiProblemResolver implements HandlerExceptionResolver, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ApiProblemResolver.class);

    private final Problems problems;

    ApiProblemResolver(Problems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception exception) {
        if (!ApiPaths.matches(request)
                || exception instanceof AccessDeniedException
                || exception instanceof AuthenticationException) {
            return null; // the security filters answer
        }
        try {
            write(request, response, exception);
        } catch (IOException e) {
            LOG.debug("the caller has gone", e);
        }
        return new ModelAndView();
    }

    private void write(HttpServletRequest request, HttpServletResponse response, Exception thrown)
            throws IOException {
        switch (thrown) {
            case RefusedException e -> problems.write(response, e.refusal());
            case HttpMessageNotReadableException e -> unreadable(response, e);
            case MethodArgumentTypeMismatchException e -> mismatch(response, e);
            case ServletRequestBindingException e ->
                    problems.write(
                            response, 400, "invalid-input", "The input is not valid", text(e));
            case HttpRequestMethodNotSupportedException e -> methodNotAllowed(response, e);
            case HttpMediaTypeNotSupportedException _ ->
                    problems.write(
                            response,
                            415,
                            "unsupported-media-type",
                            "Unsupported media type",
                            "Send the body as application/json.");
            case HttpMediaTypeNotAcceptableException _ ->
                    problems.write(
                            response,
                            406,
                            "not-acceptable",
                            "Not acceptable",
                            "The answer cannot be given in the form that Accept asks for.");
            case NoHandlerFoundException _ -> noSuchPath(response);
            case NoResourceFoundException _ -> noSuchPath(response);
            default -> unexpected(request, response, thrown);
        }
    }

    private void unreadable(HttpServletResponse response, HttpMessageNotReadableException e)
            throws IOException {
        if (BodyLimitFilter.causedBy(e)) {
            problems.write(
                    response,
                    413,
                    "body-too-large",
                    "The body is too large",
                    "A request has at most " + BodyLimitFilter.MAX_BYTES + " bytes.");
        } else {
            problems.write(response, JsonFaults.refusal(e));
        }
    }

    private void mismatch(HttpServletResponse response, MethodArgumentTypeMismatchException e)
            throws IOException {
        boolean inPath = e.getParameter().hasParameterAnnotation(PathVariable.class);
        if (inPath) {
            problems.write(response, 404, "not-found", "Not found", "There is nothing of this id.");
        } else {
            problems.write(
                    response,
                    RefusedException.invalid(
                                    e.getName(), "The value of " + e.getName() + " is not valid.")
                            .refusal());
        }
    }

    private void methodNotAllowed(
            HttpServletResponse response, HttpRequestMethodNotSupportedException e)
            throws IOException {
        List<String> allowed =
                e.getSupportedHttpMethods() == null
                        ? List.of()
                        : e.getSupportedHttpMethods().stream()
                                .map(HttpMethod::name)
                                .sorted()
                                .toList();
        response.setHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
        problems.write(
                response,
                405,
                "method-not-allowed",
                "Method not allowed",
                "This path takes " + String.join(", ", allowed) + ".");
    }

    private void noSuchPath(HttpServletResponse response) throws IOException {
        problems.write(
                response,
                404,
                "not-found",
                "Not found",
                "There is nothing at this path. See /api/v1/openapi.json.");
    }

    private void unexpected(
            HttpServletRequest request, HttpServletResponse response, Exception thrown)
            throws IOException {
        if (Outages.isOutage(thrown)) {
            LOG.warn("the database does not answer: {}", thrown.getMessage());
            problems.write(response, Outages.refusal(thrown));
            return;
        }
        LOG.error("{} {} has failed", request.getMethod(), request.getRequestURI(), thrown);
        problems.write(
                response,
                500,
                "internal-error",
                "Internal error",
                "Something went wrong on our side. It is in the portal's log.");
    }

    private static String text(Exception e) {
        return e.getMessage() == null ? "The request is incomplete." : e.getMessage();
    }
}
