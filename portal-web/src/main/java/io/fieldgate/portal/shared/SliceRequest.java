package io.fieldgate.portal.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/// Which part of a collection is wanted.
///
/// @param after the last item of the part before, or the start
/// @param limit how many items, 1 to [#MAX_LIMIT]
/// @param query text that the name contains; empty for all
public record SliceRequest(Position after, int limit, String query) {
    public static final int MAX_LIMIT = 200;
    public static final int DEFAULT_LIMIT = 50;
    private static final int MAX_QUERY = 200;
    private static final int MAX_CURSOR = 2000;

    /// The first items, as many as may be asked for at once.
    public static SliceRequest first() {
        return new SliceRequest(Position.START, MAX_LIMIT, "");
    }

    /// Parses the parameters `cursor`, `limit` and `q` of a request.
    public static SliceRequest parse(
            @Nullable String cursor, @Nullable Integer limit, @Nullable String query) {
        int count = limit == null ? DEFAULT_LIMIT : limit;
        if (count < 1 || count > MAX_LIMIT) {
            throw RefusedException.invalid(
                    "limit", "limit is a number from 1 to " + MAX_LIMIT + ".");
        }
        String text = query == null ? "" : query.strip();
        if (text.length() > MAX_QUERY || text.indexOf('\0') >= 0) {
            throw RefusedException.invalid(
                    "q", "q is a text of at most " + MAX_QUERY + " characters.");
        }
        return new SliceRequest(Position.parse(cursor), count, text);
    }

    /// The pattern for SQL `LIKE ... ESCAPE '\'` over name keys.
    public String pattern() {
        String key = DisplayName.key(query);
        return "%" + key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /// How many rows to read: one more than wanted tells whether there are more.
    public Limit rowLimit() {
        return Limit.of(limit + 1);
    }

    /// A place in the order of names; the id decides between equal names.
    public record Position(String nameKey, UUID id) {
        static final Position START = new Position("", new UUID(0, 0));

        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((id + nameKey).getBytes(UTF_8));
        }

        private static Position parse(@Nullable String cursor) {
            if (cursor == null || cursor.isEmpty()) {
                return START;
            }
            try {
                if (cursor.length() > MAX_CURSOR) {
                    throw new IllegalArgumentException("too long");
                }
                String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
                if (text.length() < 36 || text.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("too short");
                }
                return new Position(text.substring(36), UUID.fromString(text.substring(0, 36)));
            } catch (IllegalArgumentException _) {
                throw RefusedException.invalid(
                        "cursor", "cursor is the nextCursor of an earlier answer.");
            }
        }
    }
}
