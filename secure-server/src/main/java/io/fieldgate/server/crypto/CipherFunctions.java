package io.fieldgate.server.crypto;

import io.fieldgate.server.cfunction.CFunction;

/// The functions of one cipher as a provider of libcrypto hands them out, provider-cipher(7). What
/// EVP_EncryptInit(3) and its like do around them costs as much as a short packet's encryption:
/// lengths asked for by name, again for each packet.
///
/// Addresses are passed as numbers; whoever calls keeps the memory behind them alive. No call takes
/// longer than a packet's worth of encryption.
///
/// @param providerContext what `newContext` is told
record CipherFunctions(
        long providerContext,
        CFunction newContext,
        CFunction freeContext,
        CFunction encryptInit,
        CFunction decryptInit,
        CFunction update,
        CFunction finish,
        CFunction getContextParameters) {
    /// Where there is no context, key, or buffer.
    static final long NONE = 0;

    private static final int DONE = 1;

    /// @return a context
    /// @throws OutOfMemoryError if the library has none for it
    long open() {
        long context = newContext.call(providerContext);
        if (context == NONE) {
            throw new OutOfMemoryError("libcrypto has no memory for a key");
        }
        return context;
    }

    /// Erases a context and gives it back.
    void close(long context) {
        freeContext.call(context);
    }

    /// Begins a packet, or takes a key.
    ///
    /// @param key [#NONE] for the one that the context has
    /// @param nonce [#NONE] if there is no packet yet
    /// @return whether it was done, as of all that follow
    boolean encrypt(long context, long key, long keyLength, long nonce, long nonceLength) {
        return (int) encryptInit.callBriefly(context, key, keyLength, nonce, nonceLength, NONE)
                == DONE;
    }

    /// As [#encrypt].
    ///
    /// @param parameters with the packet's tag, or [#NONE] if there is no packet yet
    boolean decrypt(
            long context, long key, long keyLength, long nonce, long nonceLength, long parameters) {
        return (int)
                        decryptInit.callBriefly(
                                context, key, keyLength, nonce, nonceLength, parameters)
                == DONE;
    }

    /// @param to where the text goes; [#NONE] for associated data
    /// @param outLength where the library puts a length
    boolean update(long context, long to, long outLength, long from, long length) {
        return (int) update.callBriefly(context, to, outLength, length, from, length) == DONE;
    }

    /// @return also whether the tag that was given is the right one
    boolean finish(long context, long to, long outLength) {
        return (int) finish.callBriefly(context, to, outLength, 0, 0, 0) == DONE;
    }

    /// @param parameters where a tag is to be put
    boolean parameters(long context, long parameters) {
        return (int) getContextParameters.callBriefly(context, parameters, 0, 0, 0, 0) == DONE;
    }
}
