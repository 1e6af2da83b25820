package io.fieldgate.portal.provisioning;

import io.fieldgate.portal.fleet.Instances;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.FieldgateSettings;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProvisioningConfiguration {
    /// Removing waits for the instance's end, which may take some seconds.
    private static final Duration HOST_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    Provisioner provisioner(FieldgateSettings settings) {
        return new ProcessHostProvisioner(
                new ProcessHostClient(settings.hostSocket(), HOST_TIMEOUT));
    }

    @Bean
    Reconciler reconciler(
            Provisioner provisioner,
            Instances instances,
            SecureServers servers,
            BootstrapSecrets secrets,
            InstanceSpecs specs,
            Clock clock) {
        return new Reconciler(provisioner, instances, servers, secrets, specs, clock);
    }
}
