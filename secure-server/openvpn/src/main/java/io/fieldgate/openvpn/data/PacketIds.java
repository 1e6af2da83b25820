package io.fieldgate.openvpn.data;

/// Hands out the packet ids of one direction, 32 bits, none twice.
final class PacketIds {
    /// From here on OpenVPN asks for a new key.
    static final long REKEY = 0xff00_0000L;

    /// Neither this nor a higher id is ever used.
    static final long END = 0xffff_fffeL;

    long last;

    PacketIds(long first) {
        last = first - 1;
    }

    /// The id handed out last.
    long last() {
        return last;
    }

    boolean isUsedUp() {
        return last + 1 >= END;
    }

    int next() {
        return (int) ++last;
    }
}
