package io.fieldgate.portal.identity;

import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.annotation.Annotation;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Denies each handler of ours that does not say who may call it.
///
/// A handler, or its class, has `@PreAuthorize` or, for everybody, `@PermitAll`.
@Configuration(proxyBeanMethods = false)
class ExplicitAuthorization implements WebMvcConfigurer, HandlerInterceptor {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && isOurs(method) && !isExplicit(method)) {
            throw new AccessDeniedException("the handler does not say who may call it");
        }
        return true;
    }

    static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("io.fieldgate.");
    }

    static boolean isExplicit(HandlerMethod method) {
        return has(method, PreAuthorize.class) || has(method, PermitAll.class);
    }

    private static boolean has(HandlerMethod method, Class<? extends Annotation> annotation) {
        return AnnotatedElementUtils.hasAnnotation(method.getMethod(), annotation)
                || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), annotation);
    }
}
