package io.fieldgate.portal.tenant.web;

import io.fieldgate.portal.shared.web.Typed;

/// What an operator types to create a tenant.
record TenantForm(String name) {
    TenantForm {
        name = Typed.line(name);
    }

    static TenantForm empty() {
        return new TenantForm("");
    }
}
