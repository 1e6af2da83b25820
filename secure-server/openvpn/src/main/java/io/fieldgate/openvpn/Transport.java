package io.fieldgate.openvpn;

/// What carries a session's packets.
///
/// On UDP a packet is a datagram; on TCP it follows a 16-bit length, which the shell strips and
/// adds.
public enum Transport {
    UDP,
    TCP
}
