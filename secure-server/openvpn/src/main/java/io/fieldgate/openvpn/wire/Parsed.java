package io.fieldgate.openvpn.wire;

/// What a parser returns: the value, or why there is none.
public sealed interface Parsed<T> {
    /// The bytes were well-formed.
    record Value<T>(T value) implements Parsed<T> {}

    /// The bytes were not.
    record Failure<T>(Flaw flaw) implements Parsed<T> {}

    /// Shorthand for [Value].
    static <T> Parsed<T> of(T value) {
        return new Value<>(value);
    }

    /// Shorthand for [Failure].
    static <T> Parsed<T> failed(Flaw flaw) {
        return new Failure<>(flaw);
    }
}
