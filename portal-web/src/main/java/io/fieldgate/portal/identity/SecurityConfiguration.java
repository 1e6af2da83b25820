package io.fieldgate.portal.identity;

import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.ApiPaths;
import io.fieldgate.portal.shared.Problems;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.CookieRequestCache;

/// Who may call what. Everything that is not named here needs a sign-in, and each handler needs an
/// annotation of its own besides ([ExplicitAuthorization]).
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {
    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(Role.OPERATOR.name())
                .implies(Role.ADMIN.name())
                .role(Role.ADMIN.name())
                .implies(Role.ENGINEER.name())
                .role(Role.ENGINEER.name())
                .implies(Role.VIEWER.name())
                .build();
    }

    @Bean
    AuthenticationManager authenticationManager(
            UserDetailsService users,
            PasswordEncoder passwords,
            SignInThrottle throttle,
            AuditLog audit) {
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
        provider.setPasswordEncoder(passwords);
        return new ProviderManager(new ThrottledSignIn(provider, throttle, audit));
    }

    @Bean
    @Order(10)
    SecurityFilterChain health(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(EndpointRequest.to("health"))
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /// The REST API: tokens only, but for the enrolment of a node, which brings its one-time code.
    /// Without cookies there is nothing to forge a request with.
    @Bean
    @Order(20)
    SecurityFilterChain api(
            HttpSecurity http, ApiTokens tokens, LauncherToken launcher, Problems problems) {
        return http.securityMatcher(ApiPaths::matches)
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(HttpMethod.GET, "/api/v1/openapi.json")
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/api/v1/enrolments")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .addFilterBefore(
                        new BearerTokenFilter(tokens, launcher, problems),
                        AuthorizationFilter.class)
                .addFilterAfter(new ScopeFilter(), AuthorizationFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint((_, response, _) ->
                                        Unauthorized.write(
                                                problems,
                                                response,
                                                "Send a token: Authorization:" + " Bearer TOKEN."))
                                .accessDeniedHandler((_, response, _) ->
                                        problems.write(
                                                response,
                                                403,
                                                "forbidden",
                                                "Forbidden",
                                                "The role of this token does not" + " permit it.")))
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(SecurityHeaders::apply)
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /// The pages.
    @Bean
    @Order(100)
    SecurityFilterChain pages(
            HttpSecurity http, AuthenticationManager signIn, SignInFailure failure) {
        return http.authenticationManager(signIn)
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(
                                        "/sign-in",
                                        "/setup",
                                        "/pick",
                                        "/pick/**",
                                        "/error",
                                        "/css/**",
                                        "/js/**",
                                        "/img/**",
                                        "/webjars/**",
                                        "/favicon.svg",
                                        "/favicon.ico")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .addFilterAfter(new ScopeFilter(), AuthorizationFilter.class)
                .formLogin(form ->
                        form.loginPage("/sign-in")
                                .usernameParameter("login")
                                .passwordParameter("password")
                                .failureHandler(failure)
                                .permitAll())
                .logout(logout ->
                        logout.logoutUrl("/sign-out")
                                .logoutSuccessUrl("/sign-in?signed-out")
                                .deleteCookies("__Host-fieldgate"))
                .requestCache(cache -> cache.requestCache(savedPage()))
                .csrf(csrf ->
                        csrf.csrfTokenRepository(csrfCookie()).csrfTokenRequestHandler(eagerCsrf()))
                .headers(SecurityHeaders::apply)
                .build();
    }

    /// Where to go on after the sign-in: the page, never a part of one that a script asked for.
    private static CookieRequestCache savedPage() {
        CookieRequestCache cache = new CookieRequestCache();
        cache.setRequestMatcher(request ->
                request.getMethod().equals("GET") && request.getHeader("HX-Request") == null);
        return cache;
    }

    /// Kept in a cookie, so that a look at the sign-in page takes no memory here.
    private static CookieCsrfTokenRepository csrfCookie() {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName("__Host-fieldgate-csrf");
        repository.setCookiePath("/");
        repository.setCookieCustomizer(
                cookie -> cookie.secure(true).httpOnly(true).sameSite("Strict"));
        return repository;
    }

    /// Made before the page is written: a long page sends its headers before it comes to its forms.
    private static XorCsrfTokenRequestAttributeHandler eagerCsrf() {
        XorCsrfTokenRequestAttributeHandler handler = new XorCsrfTokenRequestAttributeHandler();
        handler.setCsrfRequestAttributeName(null);
        return handler;
    }
}
