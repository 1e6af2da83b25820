package io.fieldgate.server.session;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.Challenge;
import io.fieldgate.openvpn.CloseReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.Factor;
import io.fieldgate.openvpn.LiveSettings;
import io.fieldgate.openvpn.Refusal;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session without a protocol: it does what the test says and remembers what it was told.
final class FakeSession implements ServerSession {
    final List<LiveSettings> updates = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final List<String> restarts = new ArrayList<>();
    final List<byte[]> received = new ArrayList<>();
    @Nullable Admission admission;
    boolean takesUpdates;

    /// Whether its tunnel comes up only with [#comeUp].
    boolean slow;

    boolean closed;

    /// What the next packet makes the session do; null for nothing.
    @Nullable Consumer<Output> next;

    private final long sessionId;
    private InetSocketAddress remote;

    FakeSession(long sessionId, InetSocketAddress remote) {
        this.sessionId = sessionId;
        this.remote = remote;
    }

    void moveTo(InetSocketAddress to) {
        remote = to;
    }

    @Override
    public long remoteSessionId() {
        return sessionId;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public long openQuestion() {
        return 1;
    }

    @Override
    public void admit(
            long nowNanos, long question, Admission granted, Set<Factor> open, Output output) {
        admission = granted;
        if (!slow) {
            comeUp(output);
        }
    }

    void comeUp(Output output) {
        output.report(new Event.Established(0, "AES-256-GCM", "TLSv1.3", true, false));
    }

    @Override
    public void approveRekey(
            long nowNanos,
            long question,
            Optional<Admission.AuthToken> newToken,
            Set<Factor> open,
            Output output) {}

    @Override
    public void confirm(long nowNanos, long question, Factor factor, Output output) {}

    @Override
    public void refuse(long nowNanos, long question, Refusal refusal, Output output) {
        refusals.add(refusal.toString());
    }

    @Override
    public boolean challenge(long nowNanos, long question, Challenge challenge, Output output) {
        return false;
    }

    @Override
    public boolean update(long nowNanos, LiveSettings settings, Output output) {
        if (!takesUpdates || admission == null) {
            return false;
        }
        updates.add(settings);
        return true;
    }

    @Override
    public void inform(long nowNanos, String text, Output output) {}

    @Override
    public void restart(long nowNanos, String reason, boolean nextServer, Output output) {
        restarts.add(reason);
    }

    @Override
    public void halt(long nowNanos, String reason, Output output) {}

    @Override
    public void close(long nowNanos, String reason, Output output) {
        closed = true;
        output.report(new Event.Closed(CloseReason.CLOSED, reason));
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet, Output output) {
        byte[] copy = new byte[packet.remaining()];
        packet.get(packet.position(), copy);
        received.add(copy);
        Consumer<Output> now = next;
        next = null;
        if (now != null) {
            now.accept(output);
        }
    }

    @Override
    public void send(long nowNanos, ByteBuffer ipPacket, Output output) {
        output.transmit(ipPacket);
    }

    @Override
    public void tick(long nowNanos, Output output) {}

    @Override
    public long nextDeadline() {
        return Long.MAX_VALUE;
    }

    @Override
    public void resume(long nowNanos, Output output) {}
}
