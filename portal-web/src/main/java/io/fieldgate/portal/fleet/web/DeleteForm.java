package io.fieldgate.portal.fleet.web;

import static io.fieldgate.portal.shared.web.Typed.line;

/// The name of a secure server, typed as confirmation that it shall go.
record DeleteForm(String typedName) {
    DeleteForm {
        typedName = line(typedName);
    }

    static DeleteForm empty() {
        return new DeleteForm("");
    }
}
