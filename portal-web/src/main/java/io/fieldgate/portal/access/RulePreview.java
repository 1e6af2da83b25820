package io.fieldgate.portal.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What would change if these were the rules.
///
/// @param lost access that would end
/// @param gained access that would begin
/// @param cut clients that are connected now and would be cut off from something
/// @param complete false if there is more than is told here
public record RulePreview(List<Change> lost, List<Change> gained, List<Cut> cut, boolean complete) {
    public RulePreview {
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
        cut = List.copyOf(cut);
    }

    /// Whether nobody's access changes.
    public boolean changesNothing() {
        return lost.isEmpty() && gained.isEmpty();
    }

    /// @param name of the place: the node, the device, or the prefix
    /// @param fromClient what the client may open there, in words; `nothing`: no change
    /// @param fromNode what may be opened from there to the client, in words
    public record Change(
            UUID clientId,
            String clientName,
            UUID nodeId,
            String nodeName,
            Reach.Kind kind,
            @Nullable UUID deviceId,
            String name,
            String address,
            String fromClient,
            String fromNode) {}

    /// @param since since when the client is connected
    /// @param from what it would be cut off from, in words
    public record Cut(UUID clientId, String clientName, Instant since, List<String> from) {
        public Cut {
            from = List.copyOf(from);
        }
    }
}
