package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import java.nio.ByteBuffer;

/// The sending direction of an [EpochDataKey].
///
/// It moves to the next epoch when the present one's key is used up, or to make the peer move. It
/// never is more than one epoch ahead of the peer, so that the peer always has the key.
final class EpochSealer {
    /// From here on OpenVPN asks for a new key exchange.
    static final int REKEY_EPOCH = 0xf000;

    /// The highest packet counter in an epoch.
    static final long LAST_COUNTER = (1L << 48) - 1;

    private static final int COUNTER_BITS = 48;

    AeadKey key;
    long counter;
    private final DataCipher cipher;
    private final int keyId;
    private final AeadEngine engine;
    private EpochSecret secret;

    EpochSealer(DataCipher cipher, int keyId, EpochSecret first, AeadHome home) {
        this.cipher = cipher;
        this.keyId = keyId;
        this.engine = AeadEngine.sealing(home, DataFormat.Epoch.PACKET_ID_LENGTH);
        this.secret = first;
        this.key = first.key(cipher);
    }

    /// @param peerEpoch the epoch in which the peer sends
    /// @param peerIsWorn whether the peer's key of that epoch should not be used any longer
    boolean seal(
            int peerEpoch, boolean peerIsWorn, int peerId, ByteBuffer payload, ByteBuffer out) {
        PacketCheck.payloadLength(payload, out);
        boolean pushesPeer = peerIsWorn && peerEpoch == secret.epoch();
        if ((isUsedUp() || pushesPeer) && mayAdvance(peerEpoch)) {
            advanceTo(secret.epoch() + 1);
        }
        if (counter >= LAST_COUNTER) {
            return false;
        }
        int start = out.position();
        DataHeader.write(keyId, peerId & DataHeader.UNUSED_PEER_ID, out);
        out.putLong(((long) secret.epoch() << COUNTER_BITS) | ++counter);
        engine.associate(out, start, out.position());
        int tagAt = out.position() + payload.remaining();
        engine.seal(key, payload, out, tagAt);
        out.position(tagAt + DataCipher.TAG_LENGTH);
        return true;
    }

    /// Follows the peer into an epoch, if this end is not there yet.
    void follow(int epoch) {
        if (epoch > secret.epoch()) {
            advanceTo(epoch);
        }
    }

    boolean wantsRekey(int peerEpoch) {
        return secret.epoch() >= REKEY_EPOCH || (isUsedUp() && !mayAdvance(peerEpoch));
    }

    private boolean isUsedUp() {
        return counter >= LAST_COUNTER || key.isWorn(AeadKey.GCM_LIMIT, counter);
    }

    private boolean mayAdvance(int peerEpoch) {
        return secret.epoch() <= peerEpoch && secret.epoch() < EpochSecret.LAST_EPOCH;
    }

    private void advanceTo(int epoch) {
        while (secret.epoch() < epoch) {
            secret = secret.next();
        }
        key = secret.key(cipher);
        counter = 0;
    }
}
