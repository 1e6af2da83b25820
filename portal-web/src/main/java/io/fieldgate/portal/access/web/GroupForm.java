package io.fieldgate.portal.access.web;

import static io.fieldgate.portal.shared.web.Typed.line;

import io.fieldgate.portal.access.GroupKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A group that an admin makes.
record GroupForm(String name, String kind) {
    GroupForm {
        name = line(name);
        kind = line(kind);
    }

    static GroupForm empty() {
        return new GroupForm("", "CLIENTS");
    }

    @Nullable GroupKind wantedKind() {
        return Arrays.stream(GroupKind.values())
                .filter(each -> each.name().equals(kind))
                .findFirst()
                .orElse(null);
    }
}
