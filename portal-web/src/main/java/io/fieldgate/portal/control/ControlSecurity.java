package io.fieldgate.portal.control;

import io.fieldgate.portal.shared.Problems;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// Who may call the control endpoint: secure servers by their certificate, and for the bootstrap
/// anybody with a secret.
@Configuration(proxyBeanMethods = false)
class ControlSecurity {
    static final String BOOTSTRAP = "/control/v1/bootstrap";

    private static final RequestMatcher CONTROL =
            request ->
                    request.getRequestURI().equals("/control")
                            || request.getRequestURI().startsWith("/control/");

    @Bean
    @Order(5)
    SecurityFilterChain control(HttpSecurity http, ControlCallers callers, Problems problems) {
        return http.securityMatcher(CONTROL)
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(HttpMethod.POST, BOOTSTRAP)
                                .permitAll()
                                .anyRequest()
                                .hasRole(ControlAuthentication.ROLE))
                .addFilterBefore(
                        new ControlCertificateFilter(callers, problems), AuthorizationFilter.class)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint((_, response, _) ->
                                        problems.write(
                                                response,
                                                401,
                                                "unknown-secure-server",
                                                "Unknown secure server",
                                                "There is no secure server with"
                                                        + " this certificate."))
                                .accessDeniedHandler((_, response, _) ->
                                        problems.write(
                                                response,
                                                403,
                                                "forbidden",
                                                "Forbidden",
                                                "This is not for secure" + " servers.")))
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }
}
