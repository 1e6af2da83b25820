package io.fieldgate.server.session;

import org.jspecify.annotations.Nullable;

/// What can have a place on a wheel of [Deadlines]: the place is part of it, so that no object is
/// made for a deadline.
abstract class Timed {
    /// The wheel that it is on; null for none.
    @Nullable Deadlines<?> wheel;

    /// Its neighbours in its slot.
    @Nullable Timed before;

    @Nullable Timed after;

    /// Which slot of the wheel.
    int place;

    /// When it comes up.
    long at;

    /// When it wants its tick; `Long.MAX_VALUE` for never.
    abstract long nextDeadline();
}
