package io.fieldgate.portal.shared.web;

import org.jspecify.annotations.Nullable;

/// Where a page stands: what the navigation and the breadcrumb are made of.
///
/// @param tenant the tenant whose page it is, or null above all tenants
/// @param server the secure server whose page it is, or null above all of them
public record Place(@Nullable Named tenant, @Nullable Named server) {

    /// @param id UUID as text
    /// @param name as a person typed it; the templates escape it
    public record Named(String id, String name) {}

    public static Place top() {
        return new Place(null, null);
    }

    public static Place tenant(Object id, String name) {
        return new Place(new Named(id.toString(), name), null);
    }

    public Place server(Object id, String name) {
        return new Place(tenant, new Named(id.toString(), name));
    }
}
