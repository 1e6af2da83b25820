package io.fieldgate.server.session;

import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.server.net.DatagramSender;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.policy.DropCounters;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// What sessions ask for: by their lane's worker, or by the first one in [Exclusion].
final class Sessions implements VpnSession.Owner {
    private final DataPlane.Ports ports;
    private final DropCounters drops;
    private final Lanes lanes;
    private final Lifecycle lifecycle;
    private final Exclusion exclusion;

    Sessions(
            DataPlane.Ports ports,
            DropCounters drops,
            Lanes lanes,
            Lifecycle lifecycle,
            Exclusion exclusion) {
        this.ports = ports;
        this.drops = drops;
        this.lanes = lanes;
        this.lifecycle = lifecycle;
        this.exclusion = exclusion;
    }

    @Override
    public void transmit(VpnSession session, ByteBuffer packet) {
        TcpConnection connection = session.connection();
        if (!packet.hasRemaining()) {
            return;
        }
        DatagramSender port = session.port();
        if (port != null) {
            int lane = exclusion.isExclusive() ? 0 : session.lane();
            port.at(lane).send(packet, session.protocol().remote());
        } else if (connection != null) {
            connection.send(packet, Lane.isData(packet));
        }
    }

    @Override
    public void deliver(VpnSession session, ByteBuffer ipPacket) {
        lanes.of(session).deliver(session, ipPacket);
    }

    @Override
    public void report(VpnSession session, Event event) {
        DatagramSender port = lanes.of(session).incoming();
        if (event instanceof Event.Floated && port != null) {
            session.comesThrough(port);
        }
        first(session, () -> lifecycle.report(lanes.first().now(), session, event));
    }

    @Override
    public void compute(VpnSession session, Runnable tlsTask) {
        Executor worker = ports.worker();
        try {
            ports.handshakes()
                    .execute(() -> {
                        try {
                            tlsTask.run();
                        } finally {
                            worker.execute(() -> {
                                begin();
                                lanes.first().resume(session);
                            });
                        }
                    });
        } catch (RejectedExecutionException overload) {
            worker.execute(() -> {
                begin();
                lifecycle.close(lanes.first().now(), session, "SERVER_BUSY", "too many handshakes");
            });
        }
    }

    @Override
    public void drop(DropReason reason) {
        drops.count(reason);
    }

    /// A defect of this program must cost one session, not the server.
    void fail(VpnSession session, RuntimeException defect) {
        first(session, () -> lifecycle.fail(lanes.first().now(), session, defect));
    }

    /// Has the first worker do this, in exclusion: at once if it is the one that calls.
    private void first(VpnSession session, Runnable change) {
        if (session.lane() == 0 || exclusion.isExclusive()) {
            exclusion.begin();
            change.run();
        } else {
            ports.worker()
                    .execute(() -> {
                        begin();
                        change.run();
                    });
        }
    }

    private void begin() {
        exclusion.begin();
        lanes.first().now(System.nanoTime());
    }
}
