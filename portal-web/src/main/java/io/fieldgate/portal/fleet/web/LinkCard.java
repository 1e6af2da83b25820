package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Moment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client's page says of its personal link.
///
/// @param there whether it has one
/// @param over whether its time is over
/// @param until the day until which it works, in UTC; empty without a link
/// @param opened when it was opened last in a browser that did not know it yet; null if never
record LinkCard(boolean there, boolean over, String until, @Nullable Moment opened) {
    static final LinkCard NONE = new LinkCard(false, false, "", null);

    /// How long a link can be made for, days.
    private static final List<Integer> DAYS = List.of(7, 30, 90, 365);

    /// What the form offers.
    public List<Integer> choices() {
        return DAYS;
    }

    static String day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
