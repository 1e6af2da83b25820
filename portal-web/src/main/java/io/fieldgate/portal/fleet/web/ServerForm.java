package io.fieldgate.portal.fleet.web;

import static io.fieldgate.portal.shared.web.Typed.line;

/// What an admin types to create a secure server.
///
/// @param mode name of a routing mode, as sent
record ServerForm(String name, String mode) {
    ServerForm {
        name = line(name);
        mode = line(mode);
    }

    static ServerForm empty() {
        return new ServerForm("", "ONE_TO_MANY");
    }
}
