package io.fieldgate.pki.ca;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// UUIDs in their canonical text form only, so that each id has one spelling.
final class Uuids {
    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Uuids() {}

    /// @param what the field's name, for the message
    static UUID parse(@Nullable String text, String what) throws RefusedException {
        if (text == null || !CANONICAL.matcher(text).matches()) {
            throw new RefusedException(
                    Reason.INVALID,
                    "The "
                            + what
                            + " must be a UUID in lower case, such as"
                            + " 123e4567-e89b-42d3-a456-426614174000.");
        }
        return UUID.fromString(text);
    }
}
