package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.Endpoint;

/// Endpoints as a person writes them.
final class Endpoints {
    private Endpoints() {}

    /// `host:port`, an IPv6 address in brackets.
    static String address(Endpoint endpoint) {
        String host = endpoint.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + endpoint.port();
    }
}
