package io.fieldgate.portal.fleet.web;

import static io.fieldgate.portal.shared.web.Typed.line;

/// What an admin types to add a client.
///
/// @param kind `PERSON` or `MACHINE`, as sent
record ClientForm(String name, String kind) {
    ClientForm {
        name = line(name);
        kind = line(kind);
    }

    static ClientForm empty() {
        return new ClientForm("", "PERSON");
    }
}
