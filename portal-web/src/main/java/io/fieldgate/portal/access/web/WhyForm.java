package io.fieldgate.portal.access.web;

import static io.fieldgate.portal.shared.web.Typed.line;

import io.fieldgate.portal.shared.RefusedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody cannot reach.
record WhyForm(String target, String port) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    WhyForm {
        target = line(target);
        port = line(port);
    }

    @Nullable Integer portNumber() {
        if (port.isEmpty()) {
            return null;
        }
        if (!NUMBER.matcher(port).matches()) {
            throw RefusedException.invalid("port", "A port is a number from 1 to 65535.");
        }
        return Integer.valueOf(port);
    }
}
