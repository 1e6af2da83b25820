package io.fieldgate.server.benchmarks.load;

import io.fieldgate.openvpn.ClientConfig;
import io.fieldgate.openvpn.ClientEvent;
import io.fieldgate.openvpn.ClientSession;
import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.PushedSettings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One client with a socket of its own. Owned by the generator's one thread, but for the slow steps
/// of TLS.
final class Tunnel implements ClientSession.Output {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClientConfig config;
    private final Wire wire;
    private final Tasks tasks;
    private final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    private ClientSession session;
    private int generation;
    private Optional<PushedSettings> settings = Optional.empty();
    private String end = "";
    private boolean putsAside;
    private boolean heard;
    private Consumer<ByteBuffer> receiver = packet -> {};

    /// Where slow steps run.
    interface Tasks {
        /// Runs the first elsewhere, then the second on the generator's thread.
        void run(Runnable slow, Runnable then);
    }

    Tunnel(ClientConfig config, Wire wire, Tasks tasks) {
        this.config = config;
        this.wire = wire;
        this.tasks = tasks;
        this.session = newSession();
    }

    private ClientSession newSession() {
        return ClientSession.create(
                config, RANDOM, System.nanoTime(), System.currentTimeMillis() / 1000);
    }

    /// Dials in once more, from the same port and without a word about the old session.
    void restart() {
        settings = Optional.empty();
        end = "";
        heard = false;
        generation++;
        session = newSession();
    }

    boolean isUp() {
        return settings.isPresent() && end.isEmpty();
    }

    /// Whether the server has answered anything.
    boolean isHeard() {
        return heard;
    }

    /// Why it is over; empty while it is not.
    String end() {
        return end;
    }

    /// What the session dropped, for the words of a failure.
    Map<DropReason, Integer> drops() {
        return drops;
    }

    Wire wire() {
        return wire;
    }

    /// Its address in the tunnel.
    int address() {
        byte[] bytes = settings.flatMap(PushedSettings::ipv4).orElseThrow().address().getAddress();
        return ByteBuffer.wrap(bytes).getInt();
    }

    /// Who gets the IP packets from now on.
    void deliverTo(Consumer<ByteBuffer> next) {
        receiver = next;
    }

    /// Sends an IP packet at once.
    void send(long now, ByteBuffer packet) {
        session.send(now, packet, this);
    }

    /// Seals an IP packet and puts it aside; [Wire#flush] sends it.
    void append(long now, ByteBuffer packet) {
        putsAside = true;
        session.send(now, packet, this);
        putsAside = false;
    }

    void leave() {
        session.leave(System.nanoTime(), this);
    }

    /// Reads what has come.
    void read() {
        boolean open = wire.receive(this::received);
        if (!open && !session.isClosed()) {
            session.close(System.nanoTime(), "the server closed the connection", this);
        }
    }

    private void received(ByteBuffer packet) {
        heard = true;
        session.receive(System.nanoTime(), config.remote(), packet, this);
    }

    void tick(long now) {
        if (session.nextDeadline() != Long.MAX_VALUE && session.nextDeadline() - now <= 0) {
            session.tick(now, this);
        }
        if (wire.isPending()) {
            wire.flush();
        }
    }

    @Override
    public void transmit(ByteBuffer packet) {
        wire.append(packet);
        if (!putsAside) {
            wire.flush();
        }
    }

    @Override
    public void deliver(ByteBuffer ipPacket) {
        receiver.accept(ipPacket);
    }

    @Override
    public void report(ClientEvent event) {
        switch (event) {
            case ClientEvent.Established established ->
                    settings = Optional.of(established.settings());
            case ClientEvent.Closed(var reason) -> end = reason.toString();
            default -> {}
        }
    }

    @Override
    public void compute(Runnable tlsTask) {
        int asking = generation;
        tasks.run(
                tlsTask,
                () -> {
                    if (asking == generation) {
                        session.resume(System.nanoTime(), this);
                    }
                });
    }

    @Override
    public void drop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }
}
