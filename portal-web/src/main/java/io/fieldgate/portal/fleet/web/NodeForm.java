package io.fieldgate.portal.fleet.web;

import static io.fieldgate.portal.shared.web.Typed.line;
import static io.fieldgate.portal.shared.web.Typed.text;

/// What an admin types to add a node.
record NodeForm(String name, String description) {
    NodeForm {
        name = line(name);
        description = text(description);
    }

    static NodeForm empty() {
        return new NodeForm("", "");
    }
}
