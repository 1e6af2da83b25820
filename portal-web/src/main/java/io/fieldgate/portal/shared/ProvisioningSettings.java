package io.fieldgate.portal.shared;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How secure servers are run, `fieldgate.provisioning.*`.
///
/// @param interval how often the secure servers that run are compared with those that are wanted
/// @param memoryMegabytes limit of a secure server's heap, mebibytes
public record ProvisioningSettings(
        @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 5) @DefaultValue("3s")
                Duration interval,
        @Min(32) @Max(65_536) @DefaultValue("256") int memoryMegabytes) {}
