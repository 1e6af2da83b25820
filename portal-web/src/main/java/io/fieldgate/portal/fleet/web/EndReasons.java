package io.fieldgate.portal.fleet.web;

import static java.util.Map.entry;

import java.util.Map;

/// Why a connection ended, in words.
final class EndReasons {
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    entry("PEER_EXIT", "It signed off properly."),
                    entry(
                            "PING_TIMEOUT",
                            "It fell silent. Perhaps its power or its Internet access is gone."),
                    entry("CONNECTION_LOST", "Its TCP connection broke off."),
                    entry("HANDSHAKE_TIMEOUT", "It did not finish dialling in."),
                    entry("TLS_FAILURE", "Its certificate or its software was not accepted."),
                    entry("PROTOCOL_ERROR", "It sent something that is not OpenVPN."),
                    entry("REFUSED", "The secure server did not let it in."),
                    entry("IDENTITY_CHANGED", "It changed its certificate while connected."),
                    entry("RESTARTED", "The secure server asked it to dial in anew."),
                    entry("REPLACED", "It dialled in anew."),
                    entry("REVOKED", "It was revoked."),
                    entry("OLD_CLIENTS_OFF", "Old devices are not let in any more."),
                    entry("ENDED_BY_ADMIN", "An admin ended the connection."),
                    entry("SERVER_STOP", "The secure server was restarted."),
                    entry("SERVER_RESTARTED", "The secure server was restarted."),
                    entry("LOST", "The secure server does not know it any more."),
                    entry("SERVER_BUSY", "The secure server had too much to do."));

    private EndReasons() {}

    /// A reason that has no words yet is shown as it is, so that support can ask for it.
    static String words(String reason) {
        return WORDS.getOrDefault(reason, reason);
    }
}
