package io.fieldgate.openvpn.profile;

/// One address that a client tries.
///
/// @param remote host, port and protocol
/// @param family which addresses of the host to use
/// @param connectTimeoutSeconds when to go on to the next remote
public record ClientRemote(Remote remote, Family family, int connectTimeoutSeconds) {
    /// Address family, as in `udp4` and `tcp6-client`.
    public enum Family {
        ANY,
        IPV4,
        IPV6
    }
}
