package io.fieldgate.portal.fleet.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Packets that a secure server did not forward for one reason.
///
/// @param words the reason in words
/// @param count packets since the server's process started
record DropRow(String words, long count) {
    private static final Map<String, String> WORDS =
            Map.of(
                    "SPOOFED_SOURCE", "the sender used an address that is not its own",
                    "FORBIDDEN_BY_MODE", "the routing mode does not let these two talk",
                    "NO_ROUTE", "nobody has the address that they were sent to",
                    "PEER_OFFLINE", "the node or client they were for was off-line",
                    "NOT_UNICAST", "multicast or broadcast",
                    "TTL_EXPIRED", "they had passed too many routers",
                    "UNKNOWN_SESSION", "they came from a tunnel that had ended",
                    "MALFORMED_IP", "they were no well-formed packets");

    /// The most frequent reason first.
    static List<DropRow> of(Map<String, Long> droppedPackets) {
        return droppedPackets.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(entry -> new DropRow(words(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static String words(String reason) {
        return WORDS.getOrDefault(reason, reason.toLowerCase(Locale.ROOT).replace('_', ' '));
    }
}
