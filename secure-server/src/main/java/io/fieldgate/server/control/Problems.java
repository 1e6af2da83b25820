package io.fieldgate.server.control;

import io.fieldgate.server.log.EventLog;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What hinders the server at present, by topic. Logged when it begins and when it ends. Safe for
/// use by several threads.
final class Problems {
    private final Map<String, String> byTopic = new TreeMap<>();
    private final EventLog log;

    Problems(EventLog log) {
        this.log = log;
    }

    synchronized void begin(String topic, String text) {
        if (!text.equals(byTopic.put(topic, text))) {
            log.warn(text);
        }
    }

    synchronized void end(String topic) {
        if (byTopic.remove(topic) != null) {
            log.info(topic + ": all well again");
        }
    }

    /// All of them as one text; null when all is well.
    synchronized @Nullable String text() {
        return byTopic.isEmpty() ? null : String.join("; ", byTopic.values());
    }
}
