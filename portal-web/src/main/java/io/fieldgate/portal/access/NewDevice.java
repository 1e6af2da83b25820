package io.fieldgate.portal.access;

import org.jspecify.annotations.Nullable;

/// A device as a person or script describes it; nothing of it is checked yet.
///
/// @param label null or empty: made of the name
public record NewDevice(
        @Nullable String name,
        @Nullable String label,
        @Nullable String address,
        @Nullable DeviceKind kind,
        @Nullable String note) {}
