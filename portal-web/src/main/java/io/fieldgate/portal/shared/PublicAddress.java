package io.fieldgate.portal.shared;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Where the portal is found from outside.
@Component
public final class PublicAddress {
    private final String host;
    private final int port;

    PublicAddress(FieldgateSettings settings, @Value("${server.port:8443}") int port) {
        this.host = settings.publicHost();
        this.port = port;
    }

    /// The name or address that nodes and clients dial.
    public String host() {
        return host;
    }

    /// The portal's base URL, without a slash at its end.
    public String url() {
        String authority = host.contains(":") ? "[" + host + "]" : host;
        return "https://" + authority + (port == 443 ? "" : ":" + port);
    }
}
