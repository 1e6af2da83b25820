package io.fieldgate.server.session;

import io.fieldgate.server.net.DatagramSender;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Packets that one worker hands to another one, in their order: a ring that only the one fills and
/// only the other empties. Bounded; places and their memory are made when they are needed first and
/// used again after that.
final class Handover {
    /// A power of two.
    static final int PLACES = 1024;

    private static final int USUAL_LENGTH = 2048;

    private final @Nullable Place[] places = new Place[PLACES];

    /// Written by the worker that fills it; volatile, so that what is in a place is seen before it.
    private volatile long filled;

    /// Written by the worker that empties it.
    private volatile long emptied;

    /// What is to be done with a packet.
    enum Task {
        /// Work on this datagram as if it had come in there.
        RECEIVE,
        /// It passed the ingress check; lead it by the flow that it belongs to.
        LEAD,
        /// Send it into the tunnel of a peer.
        SEND,
        /// It is for the services at the gateway.
        SERVE
    }

    /// One packet.
    static final class Place {
        private Task task = Task.RECEIVE;
        private ByteBuffer packet = ByteBuffer.allocateDirect(USUAL_LENGTH);
        private @Nullable PeerSlot peer;
        private @Nullable DatagramSender port;
        private @Nullable InetSocketAddress from;

        Task task() {
            return task;
        }

        ByteBuffer packet() {
            return packet;
        }

        /// Its sender or, to be sent, its receiver; null for a datagram.
        @Nullable PeerSlot peer() {
            return peer;
        }

        /// Where the datagram came in.
        @Nullable DatagramSender port() {
            return port;
        }

        /// Where the datagram came from.
        @Nullable InetSocketAddress from() {
            return from;
        }

        private void keep(Task newTask, ByteBuffer bytes) {
            task = newTask;
            if (packet.capacity() < bytes.remaining()) {
                packet = ByteBuffer.allocateDirect(bytes.remaining());
            }
            packet.clear().put(0, bytes, bytes.position(), bytes.remaining());
            packet.limit(bytes.remaining());
        }

        private void forget() {
            peer = null;
            port = null;
            from = null;
        }
    }

    /// Copies a datagram into the ring.
    ///
    /// @return false if there is no room
    boolean offer(DatagramSender port, InetSocketAddress from, ByteBuffer packet) {
        long at = filled;
        Place place = placeAt(at);
        if (place == null) {
            return false;
        }
        place.keep(Task.RECEIVE, packet);
        place.port = port;
        place.from = from;
        filled = at + 1;
        return true;
    }

    /// Copies an IP packet into the ring.
    ///
    /// @return false if there is no room
    boolean offer(Task task, PeerSlot peer, ByteBuffer packet) {
        long at = filled;
        Place place = placeAt(at);
        if (place == null) {
            return false;
        }
        place.keep(task, packet);
        place.peer = peer;
        filled = at + 1;
        return true;
    }

    boolean isEmpty() {
        return filled == emptied;
    }

    /// The oldest packet, until [#done]; null if there is none.
    @Nullable Place peek() {
        long at = emptied;
        return at == filled ? null : places[(int) at & PLACES - 1];
    }

    /// The oldest packet has been dealt with.
    void done() {
        long at = emptied;
        Place place = places[(int) at & PLACES - 1];
        if (place != null) {
            place.forget();
        }
        emptied = at + 1;
    }

    private @Nullable Place placeAt(long at) {
        if (at - emptied == PLACES) {
            return null;
        }
        int index = (int) at & PLACES - 1;
        Place place = places[index];
        if (place == null) {
            place = new Place();
            places[index] = place;
        }
        return place;
    }
}
