package io.fieldgate.portal.fleet.web;

import static io.fieldgate.portal.shared.web.Typed.line;

/// The reason for a revocation, and the second thought.
///
/// @param sure `true` when the box is ticked
record RevokeForm(String reason, String sure) {
    RevokeForm {
        reason = line(reason);
        sure = line(sure);
    }

    static RevokeForm empty() {
        return new RevokeForm("", "");
    }

    boolean confirmed() {
        return sure.equals("true");
    }
}
