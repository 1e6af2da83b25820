package io.fieldgate.openvpn.control;

/// The message ids to acknowledge: those that are new first, then the most recent old ones again,
/// which repairs lost acknowledgements cheaply.
public final class Acknowledgements {
    /// Of a packet that carries a message.
    public static final int IN_MESSAGE = 4;

    /// Of a packet that carries nothing else.
    public static final int ALONE = 8;

    private final int[] recent = new int[ALONE];
    private int recentCount;
    private int pendingCount;

    /// This id must be acknowledged. When more than [#ALONE] are pending the oldest is forgotten;
    /// the peer sends its message again then.
    public void add(int id) {
        int at = indexOf(id);
        boolean wasPending = at >= 0 && at < pendingCount;
        int end = at >= 0 ? at : Math.min(recentCount, ALONE - 1);
        System.arraycopy(recent, 0, recent, 1, end);
        recent[0] = id;
        recentCount = Math.min(ALONE, at >= 0 ? recentCount : recentCount + 1);
        pendingCount = Math.min(ALONE, wasPending ? pendingCount : pendingCount + 1);
    }

    /// Whether a packet must go out even if there is no message to carry the acknowledgements.
    public boolean isPending() {
        return pendingCount > 0;
    }

    /// The ids to put into one packet, newest first.
    public int[] take(int limit) {
        // Newest first keeps the array simple; of more pending than fit, the older ones go first.
        int from = Math.max(0, pendingCount - limit);
        int count = Math.min(limit, recentCount - from);
        int[] ids = new int[count];
        System.arraycopy(recent, from, ids, 0, count);
        pendingCount = from;
        return ids;
    }

    private int indexOf(int id) {
        for (int i = 0; i < recentCount; i++) {
            if (recent[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
