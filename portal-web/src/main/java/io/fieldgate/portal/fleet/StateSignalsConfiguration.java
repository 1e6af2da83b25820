package io.fieldgate.portal.fleet;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StateSignalsConfiguration {
    @Bean
    StateSignals stateSignals() {
        return new StateSignals();
    }
}
