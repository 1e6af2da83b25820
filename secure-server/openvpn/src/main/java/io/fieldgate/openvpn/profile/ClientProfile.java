package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.Optional;

/// All that a client needs to dial, read from a profile. Holds secrets and shows none in text.
///
/// @param remotes in the order of the file, 1 to 64
/// @param randomOrder whether `remote-random` asks to mix them
/// @param trust how the server is known
/// @param identity the client's certificate and key; empty if it signs in with a password only
/// @param controlKey protection of the control channel; empty if there is none
/// @param data the data channel
/// @param signIn name and password, if they are asked for
/// @param announcement what the server is told
/// @param timers in seconds
public record ClientProfile(
        List<ClientRemote> remotes,
        boolean randomOrder,
        ServerTrust trust,
        Optional<ClientIdentity> identity,
        Optional<ControlKey> controlKey,
        DataOptions data,
        Optional<PasswordSignIn> signIn,
        PeerAnnouncement announcement,
        ClientTimers timers) {
    public ClientProfile {
        remotes = List.copyOf(remotes);
    }

    @Override
    public String toString() {
        return "ClientProfile[remotes=" + remotes + "]";
    }
}
