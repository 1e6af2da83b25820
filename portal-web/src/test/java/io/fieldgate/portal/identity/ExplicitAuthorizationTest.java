package io.fieldgate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.testing.PortalTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@PortalTest
class ExplicitAuthorizationTest {
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void everyHandlerSaysWhoMayCallIt() {
        assertThat(mappings.getHandlerMethods().values())
                .filteredOn(ExplicitAuthorization::isOurs)
                .isNotEmpty()
                .allSatisfy(handler ->
                        assertThat(ExplicitAuthorization.isExplicit(handler))
                                .as(handler.toString())
                                .isTrue());
    }
}
