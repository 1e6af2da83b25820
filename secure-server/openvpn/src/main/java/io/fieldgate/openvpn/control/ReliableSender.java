package io.fieldgate.openvpn.control;

import io.fieldgate.openvpn.wire.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sending half of the reliability layer of one key id: numbers messages, keeps them until they
/// are acknowledged, and says when each must go out again.
///
/// The window limits the span of message ids, not their count: every known client accepts 8 ids
/// beyond the next it expects. A message goes out again after 2, 4, 8… seconds, or at once when
/// three later ones were acknowledged. Over TCP nothing is repeated.
public final class ReliableSender {
    public static final int WINDOW = 6;
    public static final int MAX_WAITING = 1024;
    static final long INITIAL_TIMEOUT_NANOS = 2_000_000_000L;
    static final int ACKS_FOR_FAST_RETRANSMIT = 3;

    private final boolean retransmits;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final List<InFlight> inFlight = new ArrayList<>(WINDOW);
    private int nextId;

    /// @param firstId message id of the first message
    /// @param retransmits false where the transport never loses anything (TCP)
    public ReliableSender(int firstId, boolean retransmits) {
        this.nextId = firstId;
        this.retransmits = retransmits;
    }

    /// A message to send.
    ///
    /// @return false if too many are waiting; nothing was taken then
    public boolean offer(Opcode opcode, byte[] payload) {
        if (waiting.size() >= MAX_WAITING) {
            return false;
        }
        waiting.add(new Message(nextId++, opcode, payload));
        return true;
    }

    /// The peer has this one. Unknown ids are ignored: acknowledgements are repeated on purpose.
    public void acknowledged(int id, long nowNanos) {
        boolean known = inFlight.removeIf(sent -> sent.message.id == id);
        if (!known) {
            return;
        }
        for (InFlight sent : inFlight) {
            if (sent.message.id < id && ++sent.laterAcks == ACKS_FOR_FAST_RETRANSMIT) {
                sent.dueNanos = nowNanos;
            }
        }
    }

    /// The next message to put on the wire now, or null.
    public @Nullable Message poll(long nowNanos) {
        if (retransmits) {
            for (InFlight sent : inFlight) {
                if (Deadline.isDue(sent.dueNanos, nowNanos)) {
                    sent.sentAgain(nowNanos);
                    return sent.message;
                }
            }
        }
        Message first = waiting.peek();
        if (first == null || !fitsWindow(first)) {
            return null;
        }
        waiting.remove();
        inFlight.add(new InFlight(first, nowNanos));
        return first;
    }

    /// When [#poll] will have something to send again; [Deadline#NEVER] if nothing is under way.
    public long nextDeadline() {
        long next = Deadline.NEVER;
        if (retransmits) {
            for (InFlight sent : inFlight) {
                next = Deadline.earlier(next, sent.dueNanos);
            }
        }
        return next;
    }

    /// Whether the peer has everything.
    public boolean isIdle() {
        return waiting.isEmpty() && inFlight.isEmpty();
    }

    private boolean fitsWindow(Message message) {
        Iterator<InFlight> oldest = inFlight.iterator();
        return !oldest.hasNext() || message.id - oldest.next().message.id < WINDOW;
    }

    /// A numbered message. Not a record: the payload is bytes.
    public static final class Message {
        private final int id;
        private final Opcode opcode;
        private final byte[] payload;

        Message(int id, Opcode opcode, byte[] payload) {
            this.id = id;
            this.opcode = opcode;
            this.payload = payload;
        }

        public int id() {
            return id;
        }

        public Opcode opcode() {
            return opcode;
        }

        public byte[] payload() {
            return payload;
        }
    }

    private static final class InFlight {
        final Message message;
        long timeoutNanos = INITIAL_TIMEOUT_NANOS;
        long dueNanos;
        int laterAcks;

        InFlight(Message message, long nowNanos) {
            this.message = message;
            this.dueNanos = nowNanos + timeoutNanos;
        }

        void sentAgain(long nowNanos) {
            timeoutNanos *= 2;
            dueNanos = nowNanos + timeoutNanos;
            laterAcks = 0;
        }
    }
}
