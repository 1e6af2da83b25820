package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.InBandMessage;
import io.fieldgate.openvpn.data.MssClamp;
import io.fieldgate.openvpn.data.PayloadKind;
import java.nio.ByteBuffer;

/// The data plane of an admitted peer: seals and opens, tells pings from IP packets, clamps segment
/// sizes, keeps the line alive and notices when it is dead.
final class PeerTunnel {

    /// How long to send with the old key after a new one was agreed, unless the peer uses it: by
    /// then every client must have it.
    static final long SEND_SWITCH_NANOS = 5_000_000_000L;

    private final int peerId;
    private final boolean checksPeerId;
    private final MssClamp clamp;
    private final DataChannel channel;
    private int mtu = Admission.DEFAULT_TUN_MTU;
    private long pingNanos = Deadline.NEVER;
    private long deadNanos = Deadline.NEVER;
    private long lastSentNanos;
    private long lastReceivedNanos;

    /// @param mtu longest IP packet
    /// @param peerId what stands in data packets, or [DataHeader#NO_PEER_ID] for DATA_V1
    PeerTunnel(
            long nowNanos,
            Admission admission,
            int peerId,
            int mtu,
            MssClamp clamp,
            DataChannel channel) {
        this(nowNanos, peerId, true, clamp, channel);
        limitTo(mtu);
        keepAlive(admission.ping().toNanos(), admission.pingRestart().multipliedBy(2).toNanos());
    }

    private PeerTunnel(
            long nowNanos, int peerId, boolean checksPeerId, MssClamp clamp, DataChannel channel) {
        this.peerId = peerId;
        this.checksPeerId = checksPeerId;
        this.clamp = clamp;
        this.channel = channel;
        this.lastSentNanos = nowNanos;
        this.lastReceivedNanos = nowNanos;
    }

    /// A client's tunnel. What peer id the server's packets bear does not matter to it.
    ///
    /// @param peerId for what it sends; [DataHeader#NO_PEER_ID] for packets without
    static PeerTunnel ofClient(long nowNanos, int peerId, MssClamp clamp, DataChannel channel) {
        return new PeerTunnel(nowNanos, peerId, false, clamp, channel);
    }

    /// @param ping after so much silence of our own; [Deadline#NEVER] for none
    /// @param dead the peer is, after so much silence; [Deadline#NEVER] for never
    void keepAlive(long ping, long dead) {
        pingNanos = ping;
        deadNanos = dead;
    }

    /// Longest IP packet that may be sent.
    void limitTo(int tunnelMtu) {
        mtu = tunnelMtu;
    }

    void install(long nowNanos, DataKey key) {
        channel.install(nowNanos, key);
    }

    /// A data packet, from whatever address.
    Received receive(long nowNanos, ByteBuffer packet, Session.Sink output) {
        if (checksPeerId && DataHeader.peerId(packet) != peerId) {
            output.drop(DropReason.UNKNOWN_SESSION);
            return Received.NOTHING;
        }
        DropReason refused = channel.open(nowNanos, packet);
        if (refused != null) {
            output.drop(refused);
            return Received.NOTHING;
        }
        lastReceivedNanos = nowNanos;
        ByteBuffer payload = channel.opened();
        if (PayloadKind.of(payload) == PayloadKind.EXIT) {
            return Received.EXIT;
        }
        return channel.openedNewest() ? Received.NEWEST : Received.GENUINE;
    }

    /// Gives out what the packet received last carries, if it is an IP packet.
    void deliver(Session.Sink output) {
        ByteBuffer payload = channel.opened();
        switch (PayloadKind.of(payload)) {
            case IP_PACKET -> {
                payload.limit(PayloadKind.ipLength(payload));
                clamp.clamp(payload);
                output.deliver(payload);
            }
            case PING, EXIT, OCC -> {}
            case FRAMED -> output.drop(DropReason.COMPRESSED);
            case MALFORMED -> output.drop(DropReason.MALFORMED);
        }
    }

    void send(long nowNanos, ByteBuffer ipPacket, Session.Sink output) {
        int length = ipPacket.remaining();
        if (length < 1 || length > mtu) {
            output.drop(length < 1 ? DropReason.MALFORMED : DropReason.TOO_LARGE);
            return;
        }
        clamp.clamp(ipPacket);
        seal(nowNanos, ipPacket, output);
    }

    /// A genuine control packet also says that the peer lives.
    void heard(long nowNanos) {
        lastReceivedNanos = nowNanos;
    }

    boolean isDead(long nowNanos) {
        return Deadline.isDue(after(lastReceivedNanos, deadNanos), nowNanos);
    }

    boolean wantsRekey() {
        return channel.wantsRekey();
    }

    /// Pings when the line was quiet, retires old keys.
    void tick(long nowNanos, Session.Sink output) {
        channel.tick(nowNanos);
        if (Deadline.isDue(after(lastSentNanos, pingNanos), nowNanos)) {
            seal(nowNanos, InBandMessage.ping(), output);
        }
    }

    long nextDeadline() {
        long next =
                Deadline.earlier(
                        after(lastSentNanos, pingNanos), after(lastReceivedNanos, deadNanos));
        return Deadline.earlier(next, channel.nextDeadline());
    }

    /// Says goodbye in the way that every server understands.
    void sayExit(long nowNanos, Session.Sink output) {
        seal(nowNanos, InBandMessage.exit(), output);
    }

    private static long after(long nanos, long wait) {
        return wait == Deadline.NEVER ? Deadline.NEVER : nanos + wait;
    }

    private void seal(long nowNanos, ByteBuffer payload, Session.Sink output) {
        lastSentNanos = nowNanos;
        ByteBuffer sealed = channel.seal(peerId, payload);
        if (sealed == null) {
            output.drop(DropReason.KEY_EXHAUSTED);
        } else {
            output.transmit(sealed);
        }
    }

    /// What a data packet turned out to be.
    enum Received {
        /// Dropped.
        NOTHING,
        /// Genuine and fresh.
        GENUINE,
        /// Genuine, and newer than all before it.
        NEWEST,
        /// The peer says goodbye.
        EXIT
    }
}
