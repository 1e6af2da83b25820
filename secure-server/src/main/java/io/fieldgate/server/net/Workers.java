package io.fieldgate.server.net;

import io.fieldgate.server.choice.HostChoice;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The threads that serve a server's sockets. Each has UDP sockets of its own at the same
/// addresses; the kernel gives each the data packets of the sessions that are its own
/// ([LaneSteering]), and all else to the first.
public final class Workers {
    /// Beyond that the handshakes and the first worker's other work are the limit.
    private static final int MOST = 16;

    private static final int USUAL_MOST = 4;

    private final List<Worker> workers;

    private Workers(List<Worker> workers) {
        this.workers = workers;
    }

    /// How many the operator wants by [HostChoice#WORKERS]: as many as there are processors, at
    /// most four, if he says nothing.
    public static int wanted(EventLog log) {
        int usual = Math.min(USUAL_MOST, Runtime.getRuntime().availableProcessors());
        String text = HostChoice.WORKERS.wanted();
        if (text.equals("auto")) {
            return usual;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST) {
                return count;
            }
        } catch (NumberFormatException noNumber) {
            // Told below, as any other wrong number.
        }
        log.warn(
                HostChoice.WORKERS.refusal(
                        text, "auto or a number from 1 to " + MOST, "auto it is"));
        return usual;
    }

    /// A worker for each set of sockets; one only where the kernel cannot spread datagrams.
    public static Workers of(VpnSockets sockets, DropCounters drops, EventLog log)
            throws IOException {
        return of(sockets, drops, log, UdpKind.wanted(log));
    }

    static Workers of(VpnSockets sockets, DropCounters drops, EventLog log, UdpKind kind)
            throws IOException {
        List<List<UdpIo>> ports = kind.ports(sockets.udp(), drops, log);
        if (ports.size() == 1) {
            sockets.forOneWorker();
        }
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            workers.add(
                    new Worker(
                            i == 0 ? "vpn-worker" : "vpn-worker-" + (i + 1),
                            i == 0 ? sockets : () -> {},
                            sockets.udp().get(i),
                            ports.get(i),
                            i == 0 ? sockets.tcp() : null,
                            drops,
                            log));
        }
        return new Workers(List.copyOf(workers));
    }

    /// How many there are.
    public int count() {
        return workers.size();
    }

    /// The one that serves TCP and runs commands.
    public Worker first() {
        return workers.getFirst();
    }

    /// Has a worker look after its handler's work, if it sleeps.
    public void wake(int worker) {
        workers.get(worker).wake();
    }

    /// All begin to read. Called once.
    ///
    /// @param handlers who gets the packets of a worker, by its number
    /// @param onFailure called when a worker cannot go on
    public void start(IntFunction<PacketHandler> handlers, Runnable onFailure) {
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).start(handlers.apply(i), onFailure);
        }
    }

    /// Ends the threads and closes the sockets; waits for each at most a second.
    public void stop() throws InterruptedException {
        for (Worker worker : workers.reversed()) {
            worker.stop();
        }
    }
}
