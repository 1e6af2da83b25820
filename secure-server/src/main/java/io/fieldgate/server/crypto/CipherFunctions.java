package io.fieldgate.server.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of one cipher as a provider of libcrypto hands them out, provider-cipher(7). What
/// EVP_EncryptInit(3) and its like do around them costs as much as a short packet's encryption:
/// lengths asked for by name, again for each packet.
///
/// Addresses are passed as numbers; whoever calls keeps the memory behind them alive. No call takes
/// longer than a packet's worth of encryption, so none tells the JVM that it leaves it.
///
/// @param providerContext what `newContext` is told
record CipherFunctions(
        long providerContext,
        MemorySegment newContext,
        MemorySegment freeContext,
        MemorySegment encryptInit,
        MemorySegment decryptInit,
        MemorySegment update,
        MemorySegment finish,
        MemorySegment getParameters) {
    /// Where there is no context, key, or buffer.
    static final long NONE = 0;

    private static final MethodHandle NEW = handle(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FREE = handle(FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle OF_TWO =
            handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle OF_FOUR =
            handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle OF_SIX =
            handle(
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                            JAVA_LONG));

    private static final int DONE = 1;

    /// Whether the provider has all of them.
    boolean areAll() {
        return newContext.address() != NONE
                && freeContext.address() != NONE
                && encryptInit.address() != NONE
                && decryptInit.address() != NONE
                && update.address() != NONE
                && finish.address() != NONE
                && getParameters.address() != NONE;
    }

    /// @return a context
    /// @throws OutOfMemoryError if the library has none for it
    long open() {
        long context;
        try {
            context = (long) NEW.invokeExact(newContext, providerContext);
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
        if (context == NONE) {
            throw new OutOfMemoryError("libcrypto has no memory for a key");
        }
        return context;
    }

    /// Erases a context and gives it back.
    void close(long context) {
        try {
            FREE.invokeExact(freeContext, context);
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    /// Begins a packet, or takes a key.
    ///
    /// @param key [#NONE] for the one that the context has
    /// @param nonce [#NONE] if there is no packet yet
    /// @return whether it was done, as of all that follow
    boolean encrypt(long context, long key, long keyLength, long nonce, long nonceLength) {
        try {
            return (int)
                            OF_SIX.invokeExact(
                                    encryptInit, context, key, keyLength, nonce, nonceLength, NONE)
                    == DONE;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    /// As [#encrypt].
    ///
    /// @param parameters with the packet's tag, or [#NONE] if there is no packet yet
    boolean decrypt(
            long context, long key, long keyLength, long nonce, long nonceLength, long parameters) {
        try {
            return (int)
                            OF_SIX.invokeExact(
                                    decryptInit,
                                    context,
                                    key,
                                    keyLength,
                                    nonce,
                                    nonceLength,
                                    parameters)
                    == DONE;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    /// @param to where the text goes; [#NONE] for associated data
    /// @param outLength where the library puts a length
    boolean update(long context, long to, long outLength, long from, long length) {
        try {
            return (int) OF_SIX.invokeExact(update, context, to, outLength, length, from, length)
                    == DONE;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    /// @return also whether the tag that was given is the right one
    boolean finish(long context, long to, long outLength) {
        try {
            return (int) OF_FOUR.invokeExact(finish, context, to, outLength, NONE) == DONE;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    /// @param parameters where a tag is to be put
    boolean parameters(long context, long parameters) {
        try {
            return (int) OF_TWO.invokeExact(getParameters, context, parameters) == DONE;
        } catch (Throwable impossible) {
            throw Libcrypto.failed(impossible);
        }
    }

    @SuppressWarnings("restricted") // the server runs with --enable-native-access
    private static MethodHandle handle(FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(type, Linker.Option.critical(false));
    }
}
