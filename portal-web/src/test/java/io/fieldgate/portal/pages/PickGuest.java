package io.fieldgate.portal.pages;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import jakarta.servlet.http.Cookie;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/// Somebody with a browser and no account, who may hold a personal link. Each call comes from a
/// network of its own, so that no test slows down another.
final class PickGuest {
    static final String COOKIE = "__Secure-fieldgate-pick";

    private static final AtomicInteger NETWORKS = new AtomicInteger();

    private final MockMvcTester web;

    PickGuest(MockMvcTester web) {
        this.web = web;
    }

    MvcTestResult open(String typed) {
        return openFrom(somewhere(), typed);
    }

    MvcTestResult openFrom(String address, String typed) {
        return web.post()
                .uri("/pick/open")
                .secure(true)
                .with(csrf())
                .with(request -> from(request, address))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .param("link", typed)
                .exchange();
    }

    MvcTestResult get(String path, @Nullable Cookie cookie) {
        var request = web.get().uri(path).secure(true).with(each -> from(each, somewhere()));
        return (cookie == null ? request : request.cookie(cookie)).exchange();
    }

    MvcTestResult getFrom(String address, Cookie cookie) {
        return web.get()
                .uri("/pick")
                .secure(true)
                .cookie(cookie)
                .with(request -> from(request, address))
                .exchange();
    }

    MvcTestResult post(String path, @Nullable Cookie cookie, UUID site) {
        var request = form(path, site).with(csrf());
        return (cookie == null ? request : request.cookie(cookie)).exchange();
    }

    /// Sends a form as another site would make the browser do.
    MvcTestResult forged(String path, Cookie cookie, UUID site) {
        return form(path, site).cookie(cookie).exchange();
    }

    private MockMvcTester.MockMvcRequestBuilder form(String path, UUID site) {
        return web.post()
                .uri(path)
                .secure(true)
                .with(request -> from(request, somewhere()))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .param("site", site.toString());
    }

    private static String somewhere() {
        int n = NETWORKS.incrementAndGet();
        return "10." + (n >> 8) + "." + (n & 255) + ".7";
    }

    private static MockHttpServletRequest from(MockHttpServletRequest request, String address) {
        request.setRemoteAddr(address);
        return request;
    }
}
