package io.fieldgate.portal.fleet.web;

import static io.fieldgate.portal.shared.web.Typed.line;

/// A subnet that an admin adds by hand.
record SubnetForm(String prefix) {
    SubnetForm {
        prefix = line(prefix);
    }

    static SubnetForm empty() {
        return new SubnetForm("");
    }
}
