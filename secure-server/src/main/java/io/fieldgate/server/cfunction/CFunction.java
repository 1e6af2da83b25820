package io.fieldgate.server.cfunction;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.Nullable;

/// A function of a C library that takes at most six integers or addresses, all as numbers. Whoever
/// calls keeps the memory behind an address alive.
///
/// All are called as if they took six: the JVM makes code for each signature, and that takes 10 to
/// 20 ms each at the start. By the calling conventions of 64-bit Linux a function does not see
/// arguments that it does not take, and of an `int` it sees the lower half. So this is not for
/// functions with a variable number of arguments, nor for floating point. Where an `int` is
/// returned, only the lower half of what comes back counts.
///
/// @param address where its code is
public record CFunction(MemorySegment address) {
    /// @return null if the library has none of that name
    public static @Nullable CFunction find(SymbolLookup library, String name) {
        return library.find(name).map(CFunction::new).orElse(null);
    }

    /// @return what [#find] found
    public static CFunction present(@Nullable CFunction function) {
        if (function == null) {
            throw new IllegalStateException("a C library lacks a function");
        }
        return function;
    }

    public long call(long a) {
        return call(a, 0, 0, 0, 0, 0);
    }

    public long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0);
    }

    public long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    public long call(long a, long b, long c, long d) {
        return call(a, b, c, d, 0, 0);
    }

    public long call(long a, long b, long c, long d, long e) {
        return call(a, b, c, d, e, 0);
    }

    /// Calls it; meanwhile the JVM may stop the other threads for a collection.
    public long call(long a, long b, long c, long d, long e, long f) {
        return keeping(CallError.IGNORED, a, b, c, d, e, f);
    }

    /// Calls it without a word to the JVM, which waits for it: for what takes a few microseconds.
    public long callBriefly(long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Signature.Brief.HANDLE.invokeExact(address, a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /// Calls it and keeps the `errno` that it left.
    ///
    /// @param error where; made by [CallError]
    public long callKeeping(CallError error, long a, long b, long c, long d, long e) {
        return keeping(error, a, b, c, d, e, 0);
    }

    private long keeping(CallError error, long a, long b, long c, long d, long e, long f) {
        try {
            return (long)
                    Signature.KeepingError.HANDLE.invokeExact(
                            address, error.memory(), a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    private static IllegalStateException failed(Throwable impossible) {
        return new IllegalStateException("a C function could not be called", impossible);
    }
}
