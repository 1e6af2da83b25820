package io.fieldgate.portal.fleet.web;

import static java.util.Map.entry;

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
            Map.ofEntries(
                    entry("SPOOFED_SOURCE", "the sender used an address that is not its own"),
                    entry("FORBIDDEN_BY_MODE", "the routing mode does not let these two talk"),
                    entry("DENIED_BY_RULE", "a rule denies them"),
                    entry("DENIED_BY_DEFAULT", "rules name the client, and none allows them"),
                    entry(
                            "OTHER_SITE",
                            "their connection began at another site than the selected one"),
                    entry("NOT_SELECTED", "the client has selected no site with this address"),
                    entry("NO_FIRST_FRAGMENT", "fragments whose beginning never came"),
                    entry("UNRELATED_ICMP", "network errors about no known connection"),
                    entry("TOO_MANY_FLOWS", "their sender opened too many connections at once"),
                    entry("NO_ROUTE", "nobody has the address that they were sent to"),
                    entry("PEER_OFFLINE", "the node or client they were for was offline"),
                    entry("BACK_TO_SENDER", "they would have gone back to their sender"),
                    entry("NOT_UNICAST", "multicast, broadcast or link-local"),
                    entry("TTL_EXPIRED", "they had passed too many routers"),
                    entry("PACKET_TOO_BIG", "they did not fit the receiver's tunnel"),
                    entry("NOT_FRAGMENTED", "they did not fit without being cut into fragments"),
                    entry("ADDRESS_TAKEN", "they came from another node's or client's address"),
                    entry("NO_SUCH_SERVICE", "they were for the secure server itself"),
                    entry("NAME_QUERY_MALFORMED", "damaged questions for names"),
                    entry("GATEWAY_LIMIT", "too many questions to the secure server at once"),
                    entry("NOT_SERVING", "the secure server was just starting or stopping"),
                    entry("WORKER_BUSY", "the secure server had more to do than it could"),
                    entry("UNKNOWN_SESSION", "they came from a tunnel that had ended"),
                    entry("MALFORMED_IP", "they were no well-formed packets"),
                    entry("TCP_QUEUE_FULL", "the receiver's TCP connection was too slow"),
                    entry("UDP_BUFFER_FULL", "this machine's network was too busy"),
                    entry("UDP_SEND_FAILED", "this machine could not send them"),
                    entry(
                            "TCP_FRAME_INVALID",
                            "a TCP connection sent something that is not OpenVPN"),
                    entry("TOO_MANY_CONNECTIONS", "too many TCP connections without a sign-in"),
                    entry("TOO_MANY_HANDSHAKES", "too many sign-ins at once from one address"));

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
