package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client's personal link, without its secret, which is shown only once.
///
/// @param expiresAt until when it works; it stays visible afterwards
/// @param openedAt when it was opened last in a browser that did not know it yet; null if never
public record PickLinkView(
        UUID clientId, Instant createdAt, Instant expiresAt, @Nullable Instant openedAt) {}
