package io.fieldgate.portal.shared;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What secure servers tell their peers about keeping a tunnel alive, `fieldgate.tunnel.*`.
///
/// @param pingSeconds a ping after so long without a packet
/// @param pingRestartSeconds the tunnel counts as lost after so long without a packet
/// @param renegotiateSeconds new keys after so long
public record TunnelSettings(
        @Min(1) @Max(600) @DefaultValue("5") int pingSeconds,
        @Min(3) @Max(3600) @DefaultValue("15") int pingRestartSeconds,
        @Min(30) @Max(86_400) @DefaultValue("3600") int renegotiateSeconds) {
    /// A tunnel is given up after two lost pings at the earliest.
    @AssertTrue(message = "ping-restart-seconds must be at least twice ping-seconds")
    boolean isPingRestartLongEnough() {
        return pingRestartSeconds >= 2 * pingSeconds;
    }
}
