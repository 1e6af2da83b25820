package io.fieldgate.openvpn.wire;

/// Which end of the session we are. The two use the halves of shared keys the other way round.
public enum Role {
    SERVER,
    CLIENT;

    /// The half of a [StaticKey] that protects what this end sends.
    int sendingHalf() {
        return this == SERVER ? 0 : 1;
    }

    /// The half of a [StaticKey] that protects what this end receives.
    int receivingHalf() {
        return 1 - sendingHalf();
    }
}
