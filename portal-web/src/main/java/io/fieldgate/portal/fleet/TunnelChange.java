package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.RefusedException;
import org.jspecify.annotations.Nullable;

/// What an admin changes of a secure server's tunnels; null leaves it as it is.
///
/// @param ipv6 whether nodes and clients get IPv6 addresses
/// @param tunMtu longest IP packet in the tunnels, 1280 to 1600 bytes
/// @param oldClients whether OpenVPN 2.4 and older devices are let in, with weaker protection
public record TunnelChange(
        @Nullable Boolean ipv6, @Nullable Integer tunMtu, @Nullable Boolean oldClients) {
    /// What IPv6 needs (RFC 8200 section 5).
    private static final int LEAST_MTU = 1280;

    /// What stock clients take (`tun-mtu-max`).
    private static final int MOST_MTU = 1600;

    /// Only whether old clients are let in.
    public static TunnelChange oldClients(boolean on) {
        return new TunnelChange(null, null, on);
    }

    /// @throws RefusedException if a value is out of range
    void check() {
        if (tunMtu != null && (tunMtu < LEAST_MTU || tunMtu > MOST_MTU)) {
            throw RefusedException.invalid(
                    "tunMtu",
                    "Write a number of bytes from " + LEAST_MTU + " to " + MOST_MTU + ".");
        }
    }

    /// For the audit log.
    String words() {
        StringBuilder words = new StringBuilder();
        if (ipv6 != null) {
            words.append(ipv6 ? " IPv6 on" : " IPv6 off");
        }
        if (tunMtu != null) {
            words.append(" tunnel MTU ").append(tunMtu);
        }
        if (oldClients != null) {
            words.append(oldClients ? " old clients on" : " old clients off");
        }
        return words.toString().strip();
    }
}
