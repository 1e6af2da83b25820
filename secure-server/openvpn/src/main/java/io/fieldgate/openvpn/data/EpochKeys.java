package io.fieldgate.openvpn.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The keys a receiver may open with: the current epoch's, the one before it that is retiring, and
/// those of 16 epochs to come.
///
/// A future key is made when a packet first names its epoch, and kept: whoever forges packets can
/// cause each key to be made once, and then every forgery costs one try. What is older than the
/// current epoch is forgotten.
final class EpochKeys {
    private final DataCipher cipher;
    // By epoch modulo their number.
    private final @Nullable AeadKey[] future = new AeadKey[EpochSecret.FUTURE_KEYS];
    private final @Nullable EpochSecret[] secrets = new EpochSecret[EpochSecret.FUTURE_KEYS];
    private EpochSecret lastSecret;
    private AeadKey current;
    private @Nullable AeadKey retiring;

    EpochKeys(DataCipher cipher, EpochSecret first) {
        this.cipher = cipher;
        this.lastSecret = first;
        this.current = first.key(cipher);
    }

    AeadKey current() {
        return current;
    }

    /// The key for packets of this epoch, if there can be any.
    @Nullable AeadKey find(int epoch) {
        if (epoch == current.epoch) {
            return current;
        }
        AeadKey old = retiring;
        if (old != null && epoch == old.epoch) {
            return old;
        }
        boolean isFuture =
                epoch > current.epoch
                        && epoch <= current.epoch + EpochSecret.FUTURE_KEYS
                        && epoch <= EpochSecret.LAST_EPOCH;
        return isFuture ? future(epoch) : null;
    }

    /// The peer has proved that it is in this key's epoch.
    void advance(AeadKey newer) {
        retiring = current;
        current = newer;
        for (int i = 0; i < secrets.length; i++) {
            EpochSecret secret = secrets[i];
            if (secret != null && secret.epoch() <= newer.epoch) {
                secrets[i] = null;
                future[i] = null;
            }
        }
    }

    private AeadKey future(int epoch) {
        int slot = epoch % future.length;
        AeadKey known = future[slot];
        if (known != null) {
            return known;
        }
        while (lastSecret.epoch() < epoch) {
            lastSecret = lastSecret.next();
            secrets[lastSecret.epoch() % secrets.length] = lastSecret;
        }
        AeadKey made = Objects.requireNonNull(secrets[slot]).key(cipher);
        future[slot] = made;
        return made;
    }
}
