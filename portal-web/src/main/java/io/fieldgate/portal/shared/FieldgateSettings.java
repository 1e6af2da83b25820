package io.fieldgate.portal.shared;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The settings of an installation, `fieldgate.*`. A missing, wrong or unknown one ends the start.
///
/// @param publicHost name or address that browsers, nodes and clients dial
/// @param controlPort port of the control endpoint on 127.0.0.1
/// @param directory where the portal keeps its keys
/// @param pkiUrl base URL of the PKI service
/// @param rootCertificate the root CA certificate, PEM
/// @param pkiBootstrapSecretFile one-time secret for the first call to the PKI service
/// @param hostSocket Unix domain socket of the process host
/// @param vpnPorts ports that secure servers may listen on
/// @param launcherTokenFile the bearer token of the launcher on this machine
/// @param tunnel what secure servers tell their peers about keeping a tunnel alive
/// @param provisioning how secure servers are run
@ConfigurationProperties(prefix = "fieldgate", ignoreUnknownFields = false)
@Validated
public record FieldgateSettings(
        @NotBlank @Pattern(regexp = "[A-Za-z0-9.:_-]{1,253}") String publicHost,
        @Min(1) @Max(65535) int controlPort,
        @NotNull Path directory,
        @NotNull URI pkiUrl,
        @NotNull Path rootCertificate,
        @NotNull Path pkiBootstrapSecretFile,
        @NotNull Path hostSocket,
        @NotNull @Valid PortRange vpnPorts,
        @NotNull Path launcherTokenFile,
        @NotNull @Valid @DefaultValue TunnelSettings tunnel,
        @NotNull @Valid @DefaultValue ProvisioningSettings provisioning) {}
