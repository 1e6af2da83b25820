package io.fieldgate.portal.shared.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/// Renders the real templates with a model of the test's, and keeps each page in `target/pages` so
/// that a person can look at it.
public final class PageRenderer {
    private final ThymeleafViewResolver views = new ThymeleafViewResolver();
    private final GenericWebApplicationContext context;

    public PageRenderer() {
        context = new GenericWebApplicationContext(new MockServletContext());
        context.refresh();
        var templates = new SpringResourceTemplateResolver();
        templates.setApplicationContext(context);
        templates.setPrefix("classpath:/templates/");
        templates.setSuffix(".html");
        var engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        views.setApplicationContext(context);
        views.setTemplateEngine(engine);
        views.setCharacterEncoding("UTF-8");
    }

    /// The page's HTML; kept as `target/pages/NAME.html`.
    public String render(String name, String view, Map<String, ?> model) {
        try {
            var request = new MockHttpServletRequest(context.getServletContext());
            request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, context);
            var response = new MockHttpServletResponse();
            Objects.requireNonNull(views.resolveViewName(view, Locale.ENGLISH))
                    .render(model, request, response);
            String html = response.getContentAsString(StandardCharsets.UTF_8);
            Path file = Path.of("target/pages", name + ".html");
            Files.createDirectories(file.getParent());
            Files.writeString(file, html);
            return html;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("page " + name + " does not render", e);
        }
    }
}
