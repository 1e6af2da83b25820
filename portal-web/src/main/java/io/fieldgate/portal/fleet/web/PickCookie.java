package io.fieldgate.portal.fleet.web;

import java.time.Duration;
import java.time.Instant;
import org.springframework.http.ResponseCookie;

/// Where a browser keeps the secret of a personal link that it has opened. No script sees it, no
/// other site makes a browser send it, and it goes to nothing but the picker.
final class PickCookie {
    static final String NAME = "__Secure-fieldgate-pick";

    private PickCookie() {}

    static String set(String secret, Instant now, Instant expiresAt) {
        return cookie(secret, Duration.between(now, expiresAt));
    }

    static String forget() {
        return cookie("", Duration.ZERO);
    }

    private static String cookie(String value, Duration age) {
        return ResponseCookie.from(NAME, value)
                .path("/pick")
                .secure(true)
                .httpOnly(true)
                .sameSite("Strict")
                .maxAge(age)
                .build()
                .toString();
    }
}
