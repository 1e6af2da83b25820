package io.fieldgate.contract;

import org.jspecify.annotations.Nullable;

/// An error as `application/problem+json` (RFC 9457).
///
/// @param type a URI that names the kind of problem, such as `urn:fieldgate:problem:port-taken`
/// @param title the kind of problem in a few words
/// @param status the HTTP status code
/// @param detail what happened and what to do, in words an operator understands
public record Problem(String type, String title, int status, @Nullable String detail) {}
