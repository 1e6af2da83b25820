package io.fieldgate.portal.pages;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fieldgate.portal.identity.OperatorForTests;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/// Somebody with a browser, in a session of their own.
final class Visitor {
    private static final Pattern LAST_ID = Pattern.compile("([0-9a-f-]{36})$");

    private final MockMvcTester web;
    private MockHttpSession session = new MockHttpSession();

    private final RequestPostProcessor who;

    /// Somebody who has not signed in yet.
    Visitor(MockMvcTester web) {
        this(web, request -> request);
    }

    private Visitor(MockMvcTester web, RequestPostProcessor who) {
        this.web = web;
        this.who = who;
    }

    /// A platform operator who has signed in.
    static Visitor operator(MockMvcTester web) {
        return new Visitor(web, OperatorForTests.signedIn());
    }

    MvcTestResult get(String path) {
        return web.get().uri(path).session(session).secure(true).with(who).exchange();
    }

    /// Sends a form with the token against forged requests.
    MvcTestResult post(String path, Map<String, String> fields) {
        MockMvcTester.MockMvcRequestBuilder request = form(path, fields).with(csrf());
        MvcTestResult result = request.exchange();
        if (result.getRequest().getSession(false) instanceof MockHttpSession now) {
            session = now;
        }
        return result;
    }

    /// Sends a form as another site would make the browser do.
    MvcTestResult forged(String path, Map<String, String> fields) {
        return form(path, fields).exchange();
    }

    /// Sends a form, which must be taken, and gives the path of the page after it.
    String done(String path, Map<String, String> fields) {
        MvcTestResult result = post(path, fields);
        if (result.getResponse().getStatus() != 302) {
            throw new AssertionError(
                    "status " + result.getResponse().getStatus() + ": " + body(result));
        }
        return Objects.requireNonNull(result.getResponse().getRedirectedUrl());
    }

    static String body(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString();
        } catch (java.io.UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
    }

    static String idIn(String path) {
        Matcher matcher = LAST_ID.matcher(path);
        if (!matcher.find()) {
            throw new AssertionError("no id in " + path);
        }
        return matcher.group(1);
    }

    private MockMvcTester.MockMvcRequestBuilder form(String path, Map<String, String> fields) {
        MockMvcTester.MockMvcRequestBuilder request =
                web.post()
                        .uri(path)
                        .session(session)
                        .secure(true)
                        .with(who)
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED);
        fields.forEach(request::param);
        return request;
    }
}
