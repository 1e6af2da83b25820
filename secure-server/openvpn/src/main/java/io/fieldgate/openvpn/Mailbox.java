package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.TlsFailedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text messages to an admitted peer. They go out on the newest key id only, so while a
/// renegotiation is under way they wait.
final class Mailbox {
    static final int MAX_WAITING = 16;
    private final ArrayDeque<String> texts = new ArrayDeque<>();
    private @Nullable LiveSettings settings;

    /// A message that may wait; when too many do, the oldest is given up.
    void add(String text) {
        if (texts.size() == MAX_WAITING) {
            texts.remove();
        }
        texts.add(text);
    }

    /// New settings; only the last ones count.
    void add(LiveSettings newest) {
        settings = newest;
    }

    /// Sends what waits, if it may be sent now.
    void deliver(KeyExchange exchange, AdmittedPeer peer) throws TlsFailedException {
        if (!exchange.isSettled()) {
            return;
        }
        List<String> messages = new ArrayList<>(texts);
        texts.clear();
        LiveSettings newest = settings;
        settings = null;
        if (newest != null) {
            messages.addAll(peer.update(newest));
        }
        for (String message : messages) {
            exchange.send(message);
        }
    }
}
