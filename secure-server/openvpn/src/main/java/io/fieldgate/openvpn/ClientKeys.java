package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;

/// Opens the wrapped client keys of tls-crypt-v2 and refuses those that are too old. Owned by one
/// thread.
final class ClientKeys {
    /// A key from the future within this is taken: clocks differ.
    static final long CLOCK_TOLERANCE_SECONDS = 300;

    private final ControlKeys.TlsCryptV2 policy;
    private final TlsCryptV2ServerKey serverKey;

    ClientKeys(ControlKeys.TlsCryptV2 policy) {
        this.policy = policy;
        this.serverKey = TlsCryptV2ServerKey.of(policy.secret().bytes());
    }

    boolean cookieOnly() {
        return policy.cookieOnly();
    }

    /// @param wrapped as cut from a packet
    Result open(ByteBuffer wrapped, long unixSeconds) {
        return switch (serverKey.unwrap(wrapped)) {
            case Parsed.Failure<TlsCryptV2ServerKey.Unwrapped> _ ->
                    new Refused(DropReason.BAD_WRAPPED_CLIENT_KEY);
            case Parsed.Value<TlsCryptV2ServerKey.Unwrapped>(
                            TlsCryptV2ServerKey.Unwrapped client) ->
                    isTooOld(client.metadata(), unixSeconds)
                            ? new Refused(DropReason.CLIENT_KEY_TOO_OLD)
                            : new Opened(
                                    new ControlKey.Crypt(client.clientKey()), client.metadata());
        };
    }

    private boolean isTooOld(ClientKeyMetadata metadata, long unixSeconds) {
        if (policy.maxAge().isEmpty()) {
            return false;
        }
        OptionalLong created = metadata.createdUnixSeconds();
        if (created.isEmpty()) {
            return true;
        }
        Duration maxAge = policy.maxAge().get();
        return created.getAsLong() < unixSeconds - maxAge.toSeconds()
                || created.getAsLong() > unixSeconds + CLOCK_TOLERANCE_SECONDS;
    }

    sealed interface Result {}

    record Opened(ControlKey.Crypt key, ClientKeyMetadata metadata) implements Result {}

    record Refused(DropReason reason) implements Result {}
}
