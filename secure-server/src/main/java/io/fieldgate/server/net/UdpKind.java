package io.fieldgate.server.net;

import io.fieldgate.server.choice.HostChoice;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How UDP is read and written; [HostChoice#UDP] chooses.
public enum UdpKind {
    /// Batches where the host can do them.
    AUTO,
    /// The JDK's channels, one datagram at a time.
    NIO;

    /// What the operator wants.
    public static UdpKind wanted(EventLog log) {
        String text = HostChoice.UDP.wanted();
        return switch (text) {
            case "auto" -> AUTO;
            case "nio" -> NIO;
            default -> {
                log.warn(HostChoice.UDP.refusal(text, "auto or nio", "auto it is"));
                yield AUTO;
            }
        };
    }

    /// For each worker a port for each of its channels; for the first worker alone where the kernel
    /// cannot spread datagrams over several.
    ///
    /// @param channels by worker, in the same order of local addresses
    List<List<UdpIo>> ports(
            List<List<DatagramChannel>> channels, DropCounters drops, EventLog log) {
        List<List<UdpIo>> ports = List.of();
        String why = "as asked";
        if (this == AUTO) {
            why = "this host has no other way for its sockets";
            try {
                ports = batched(channels, drops);
            } catch (IOException
                    | IllegalStateException
                    | UnsupportedOperationException
                    | LinkageError unusable) {
                why = "batches failed, " + unusable;
            }
        }
        if (!ports.isEmpty()) {
            log.info(
                    "UDP in batches, with runs of datagrams as one where the kernel can, "
                            + (ports.size() == 1 ? "1 worker" : ports.size() + " workers"));
            return ports;
        }
        log.info("UDP datagrams one by one, 1 worker: " + why);
        return List.of(
                channels.getFirst().stream()
                        .<UdpIo>map(channel -> new UdpPort(channel, drops))
                        .toList());
    }

    /// Empty if a channel cannot be served; one worker's if the kernel cannot spread datagrams.
    private static List<List<UdpIo>> batched(
            List<List<DatagramChannel>> channels, DropCounters drops) throws IOException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return List.of();
        }
        List<List<BatchedUdpPort>> groups = new ArrayList<>();
        channels.getFirst().forEach(_ -> groups.add(new ArrayList<>()));
        List<List<UdpIo>> ports = new ArrayList<>();
        for (List<DatagramChannel> ofWorker : channels) {
            Optional<List<UdpIo>> served = batched(ofWorker, drops, groups);
            if (served.isEmpty()) {
                return List.of();
            }
            ports.add(served.get());
        }
        boolean steered = groups.stream().allMatch(group -> group.getFirst().steer());
        return steered ? ports : List.of(ports.getFirst());
    }

    private static Optional<List<UdpIo>> batched(
            List<DatagramChannel> ofWorker, DropCounters drops, List<List<BatchedUdpPort>> groups)
            throws IOException {
        Arena arena = Arena.ofAuto();
        NativeSockets sockets = new NativeSockets(arena);
        ReceiveBatch batch = new ReceiveBatch(arena);
        List<UdpIo> ports = new ArrayList<>();
        for (int i = 0; i < ofWorker.size(); i++) {
            Optional<BatchedUdpPort> port =
                    BatchedUdpPort.of(ofWorker.get(i), sockets, batch, arena, drops, groups.get(i));
            if (port.isEmpty()) {
                return Optional.empty();
            }
            ports.add(port.get());
        }
        return Optional.of(ports);
    }
}
