package io.fieldgate.openvpn.profile;

import java.util.Map;

/// What a client tells the server about itself.
///
/// @param full whether `push-peer-info` is there; without it the variables are not sent
/// @param variables the `UV_` variables of `setenv`, by name
public record PeerAnnouncement(boolean full, Map<String, String> variables) {
    public PeerAnnouncement {
        variables = Map.copyOf(variables);
    }
}
