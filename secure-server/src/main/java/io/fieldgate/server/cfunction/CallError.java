package io.fieldgate.server.cfunction;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/// Where a call leaves its `errno`. Owned by one thread.
public final class CallError {
    static final String NAME = "errno";

    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final long AT = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(NAME));

    /// Where all threads leave what nobody reads: less than a further kind of call.
    static final CallError IGNORED = new CallError(Arena.global());

    private final MemorySegment memory;

    public CallError(Arena arena) {
        memory = arena.allocate(LAYOUT);
    }

    MemorySegment memory() {
        return memory;
    }

    /// The error of the last call that failed.
    public int number() {
        return memory.get(ValueLayout.JAVA_INT, AT);
    }
}
