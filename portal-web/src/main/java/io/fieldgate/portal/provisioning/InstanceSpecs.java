package io.fieldgate.portal.provisioning;

import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.portal.fleet.WantedInstance;
import io.fieldgate.portal.shared.FieldgateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Says how a secure server's instance is to run.
@Component
class InstanceSpecs {
    private final FieldgateSettings settings;

    InstanceSpecs(FieldgateSettings settings) {
        this.settings = settings;
    }

    InstanceSpec of(WantedInstance wanted, @Nullable String secret) {
        return new InstanceSpec(
                wanted.secureServerId().toString(),
                wanted.port(),
                "https://127.0.0.1:" + settings.controlPort(),
                rootCertificate(),
                secret,
                settings.provisioning().memoryMegabytes());
    }

    static InstanceSpec at(InstanceSpec spec, int port) {
        return new InstanceSpec(
                spec.instanceId(),
                port,
                spec.controlUrl(),
                spec.controlTrust(),
                spec.bootstrapSecret(),
                spec.memoryMegabytes());
    }

    static InstanceSpec withoutSecret(InstanceSpec spec) {
        return new InstanceSpec(
                spec.instanceId(),
                spec.port(),
                spec.controlUrl(),
                spec.controlTrust(),
                null,
                spec.memoryMegabytes());
    }

    /// Read anew each time: it is small, and rare.
    private String rootCertificate() {
        try {
            return Files.readString(settings.rootCertificate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
