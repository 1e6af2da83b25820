package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.PickHolder;
import io.fieldgate.portal.fleet.Picking;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.PageController;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The picker for whoever holds a client's personal link. Nobody signs in here: the secret, which
/// the browser keeps in a cookie once the link was opened, says for which client sites are picked.
///
/// The link has its secret behind the `#`, where a browser keeps it to itself. The page puts it
/// into a form and sends that; without script a person pastes the link there.
@PageController
@PermitAll
class PickPage {
    private final Picking picking;
    private final ClientSites sites;
    private final Clock clock;

    PickPage(Picking picking, ClientSites sites, Clock clock) {
        this.picking = picking;
        this.sites = sites;
        this.clock = clock;
    }

    @GetMapping("/pick")
    ModelAndView page(
            @CookieValue(name = PickCookie.NAME, required = false) @Nullable String secret,
            @RequestParam(defaultValue = "") String q,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (secret == null) {
            return new ModelAndView("fleet/pick-open");
        }
        return holder(secret, request)
                .map(holder -> picker(holder, q))
                .orElseGet(() -> closed(response));
    }

    /// A browser whose link is no good any more loads the page anew, which says so.
    @GetMapping("/pick/live")
    ModelAndView live(
            @CookieValue(name = PickCookie.NAME, required = false) @Nullable String secret,
            @RequestParam(defaultValue = "") String q,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<PickHolder> holder = holder(secret, request);
        if (holder.isEmpty()) {
            response.setHeader("HX-Refresh", "true");
            return new ModelAndView("fleet/pick-open", HttpStatus.GONE);
        }
        return new ModelAndView("fleet/sites-update")
                .addObject("picker", sites.picker(holder.get(), q));
    }

    @PostMapping("/pick/open")
    ModelAndView open(
            @RequestParam(defaultValue = "") String link,
            HttpServletRequest request,
            HttpServletResponse response) {
        return picking.open(link, request.getRemoteAddr())
                .map(opened -> {
                    response.addHeader(
                            HttpHeaders.SET_COOKIE,
                            PickCookie.set(
                                    opened.secret(), clock.instant(), opened.holder().expiresAt()));
                    return new ModelAndView("redirect:/pick");
                })
                .orElseGet(() -> closed(response));
    }

    /// Forgets the link in this browser.
    @PostMapping("/pick/close")
    ModelAndView close(HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, PickCookie.forget());
        return new ModelAndView("redirect:/pick");
    }

    /// Selects this site alone.
    @PostMapping("/pick")
    ModelAndView select(
            @CookieValue(name = PickCookie.NAME, required = false) @Nullable String secret,
            @RequestParam UUID site,
            HttpServletRequest request,
            HttpServletResponse response) {
        return change(secret, request, response, holder -> picking.select(holder, site));
    }

    /// Selects this site beside those that are selected.
    @PostMapping("/pick/add")
    ModelAndView add(
            @CookieValue(name = PickCookie.NAME, required = false) @Nullable String secret,
            @RequestParam UUID site,
            HttpServletRequest request,
            HttpServletResponse response) {
        return change(secret, request, response, holder -> picking.add(holder, site));
    }

    /// Takes this site out of the selection.
    @PostMapping("/pick/remove")
    ModelAndView remove(
            @CookieValue(name = PickCookie.NAME, required = false) @Nullable String secret,
            @RequestParam UUID site,
            HttpServletRequest request,
            HttpServletResponse response) {
        return change(secret, request, response, holder -> picking.remove(holder, site));
    }

    private ModelAndView change(
            @Nullable String secret,
            HttpServletRequest request,
            HttpServletResponse response,
            Consumer<PickHolder> action) {
        Optional<PickHolder> holder = holder(secret, request);
        if (holder.isEmpty()) {
            return closed(response);
        }
        try {
            action.accept(holder.get());
            return new ModelAndView("redirect:/pick");
        } catch (RefusedException e) {
            if (e.refusal().kind() != Refusal.Kind.CONFLICT) {
                throw e;
            }
            ModelAndView again = picker(holder.get(), "");
            again.addObject("trouble", e.refusal().detail());
            again.setStatus(HttpStatus.CONFLICT);
            return again;
        }
    }

    private Optional<PickHolder> holder(@Nullable String secret, HttpServletRequest request) {
        return secret == null ? Optional.empty() : picking.holder(secret, request.getRemoteAddr());
    }

    private ModelAndView picker(PickHolder holder, String query) {
        return new ModelAndView("fleet/pick")
                .addObject("picker", sites.picker(holder, query))
                .addObject("until", LinkCard.day(holder.expiresAt()));
    }

    /// One answer for all that can be wrong with a link.
    private static ModelAndView closed(HttpServletResponse response) {
        response.addHeader(HttpHeaders.SET_COOKIE, PickCookie.forget());
        return new ModelAndView("fleet/pick-open", HttpStatus.GONE).addObject("closed", true);
    }
}
