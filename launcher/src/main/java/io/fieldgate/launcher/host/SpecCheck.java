package io.fieldgate.launcher.host;

import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a specification must look like before anything is made of it.
final class SpecCheck {
    static final int LEAST_MEMORY_MEGABYTES = 16;
    static final int MOST_MEMORY_MEGABYTES = 65536;
    private static final int MOST_TEXT = 64 * 1024;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private SpecCheck() {}

    /// Becomes the name of a folder, so nothing but the canonical form will do.
    static boolean isUuid(String id) {
        return UUID.matcher(id).matches();
    }

    /// True when nothing that must be there is absent. JSON can leave out anything.
    static boolean isComplete(@Nullable HostRequest request) {
        return switch (request) {
            case null -> false;
            case HostRequest.Ensure(InstanceSpec spec) ->
                    present(spec)
                            && present(spec.instanceId())
                            && present(spec.controlUrl())
                            && present(spec.controlTrust());
            case HostRequest.Remove(String id) -> present(id);
            case HostRequest.Observe() -> true;
        };
    }

    private static boolean present(@Nullable Object value) {
        return value != null;
    }

    /// What is wrong with it; empty when nothing is.
    static Optional<String> complaint(InstanceSpec spec) {
        if (!isUuid(spec.instanceId())) {
            return Optional.of("instanceId is not a UUID in lower case");
        }
        if (spec.port() < 1 || spec.port() > 65535) {
            return Optional.of("port %d is not from 1 to 65535".formatted(spec.port()));
        }
        if (spec.memoryMegabytes() < LEAST_MEMORY_MEGABYTES
                || spec.memoryMegabytes() > MOST_MEMORY_MEGABYTES) {
            return Optional.of(
                    "memoryMegabytes %d is not from %d to %d"
                            .formatted(
                                    spec.memoryMegabytes(),
                                    LEAST_MEMORY_MEGABYTES,
                                    MOST_MEMORY_MEGABYTES));
        }
        if (!isHttps(spec.controlUrl())) {
            return Optional.of("controlUrl is not an https URL");
        }
        String secret = spec.bootstrapSecret();
        if (spec.controlTrust().length() > MOST_TEXT
                || (secret != null && secret.length() > MOST_TEXT)) {
            return Optional.of("a text is longer than %d characters".formatted(MOST_TEXT));
        }
        return Optional.empty();
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = new URI(url);
            return "https".equals(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
