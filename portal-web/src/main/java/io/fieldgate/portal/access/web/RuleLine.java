package io.fieldgate.portal.access.web;

import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule as a page lists it.
///
/// @param what what it is about, line by line
/// @param whose the client or group that has it
/// @param path of the page where it is edited
/// @param hits in words, such as `12 connections`
record RuleLine(
        String id,
        int number,
        Badge effect,
        List<String> what,
        String service,
        String direction,
        String note,
        String whose,
        String whoseKind,
        String path,
        String hits,
        @Nullable Moment lastHit) {
    RuleLine {
        what = List.copyOf(what);
    }
}
