package io.fieldgate.server.net;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The addresses that packets came from, so that not each packet makes a new object. Each has one
/// place only; who comes later takes it. Owned by one thread.
final class AddressBook {
    private static final int PLACES = 1 << 14;

    private final @Nullable KnownAddress[] places = new KnownAddress[PLACES];

    /// The address that the kernel wrote there, as `struct sockaddr_in6`.
    KnownAddress at(MemorySegment memory, long at) {
        int place = KnownAddress.mixedAt(memory, at) & (PLACES - 1);
        KnownAddress known = places[place];
        if (known == null || !known.isAt(memory, at)) {
            known = KnownAddress.read(memory, at);
            places[place] = known;
        }
        return known;
    }
}
