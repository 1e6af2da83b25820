package io.fieldgate.portal.shared;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a collection, in the order of names.
///
/// @param items the items of this part
/// @param nextCursor where the next part begins, or null at the end
public record Slice<T>(List<T> items, @Nullable String nextCursor) {
    public Slice {
        items = List.copyOf(items);
    }

    /// Makes a slice of one row more than was asked for, which tells whether there is a next part.
    public static <R, T> Slice<T> of(
            List<R> rows,
            SliceRequest request,
            Function<R, SliceRequest.Position> position,
            Function<R, T> view) {
        boolean more = rows.size() > request.limit();
        List<R> kept = more ? rows.subList(0, request.limit()) : rows;
        return new Slice<>(
                kept.stream().map(view).toList(),
                more ? position.apply(kept.getLast()).cursor() : null);
    }
}
