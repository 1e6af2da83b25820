package io.fieldgate.server.net;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How UDP is read and written. The system property `fieldgate.udp`, or the environment's
/// `FIELDGATE_UDP`, chooses.
public enum UdpKind {
    /// Batches where the host can do them.
    AUTO,
    /// The JDK's channels, one datagram at a time.
    NIO;

    private static final String PROPERTY = "fieldgate.udp";
    private static final String VARIABLE = "FIELDGATE_UDP";

    /// What the operator wants.
    public static UdpKind wanted(EventLog log) {
        String text = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (text == null) {
            return AUTO;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "nio" -> NIO;
            default -> {
                log.warn(PROPERTY + " is \"" + text + "\": auto or nio is known; auto it is");
                yield AUTO;
            }
        };
    }

    /// A port for each channel.
    List<UdpIo> ports(List<DatagramChannel> channels, DropCounters drops, EventLog log) {
        List<UdpIo> ports = new ArrayList<>();
        String why = "as asked";
        if (this == AUTO) {
            why = "this host has no other way for its sockets";
            try {
                ports.addAll(batched(channels, drops));
            } catch (IOException
                    | IllegalStateException
                    | UnsupportedOperationException
                    | LinkageError unusable) {
                why = "batches failed, " + unusable;
            }
        }
        if (ports.size() == channels.size()) {
            log.info("UDP in batches, with runs of datagrams as one where the kernel can");
            return ports;
        }
        log.info("UDP datagrams one by one: " + why);
        return channels.stream().<UdpIo>map(channel -> new UdpPort(channel, drops)).toList();
    }

    /// Fewer than channels if one of them cannot be served.
    private static List<UdpIo> batched(List<DatagramChannel> channels, DropCounters drops)
            throws IOException {
        List<UdpIo> ports = new ArrayList<>();
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return ports;
        }
        Arena arena = Arena.ofAuto();
        NativeSockets sockets = new NativeSockets(arena);
        ReceiveBatch batch = new ReceiveBatch(arena);
        for (DatagramChannel channel : channels) {
            Optional<BatchedUdpPort> port =
                    BatchedUdpPort.of(channel, sockets, batch, arena, drops);
            if (port.isEmpty()) {
                return List.of();
            }
            ports.add(port.get());
        }
        return ports;
    }
}
