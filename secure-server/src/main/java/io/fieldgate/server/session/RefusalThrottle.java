package io.fieldgate.server.session;

import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers which refusals were told lately, so that a client that tries again every second does
/// not fill log and reports. Bounded; the oldest memory goes. Owned by the worker thread.
final class RefusalThrottle {
    private static final int MAX_REMEMBERED = 1000;
    private static final long QUIET_NANOS = 30_000_000_000L;

    private final Map<String, Long> toldAt =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    /// Whether to tell of this refusal now.
    boolean mayTell(long nowNanos, String who, String reason) {
        String key = who + ' ' + reason;
        Long last = toldAt.get(key);
        if (last != null && nowNanos - last < QUIET_NANOS) {
            return false;
        }
        toldAt.remove(key);
        toldAt.put(key, nowNanos);
        return true;
    }
}
