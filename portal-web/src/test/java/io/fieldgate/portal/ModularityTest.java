package io.fieldgate.portal;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {
    @Test
    void portalModulesRespectTheirBoundaries() {
        ApplicationModules.of(PortalApplication.class).verify();
    }
}
