package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RoutedPeer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The one object that stands for a peer as long as the server knows it: what the portal wants of
/// it, what it announced, and its live session. Owned by the worker thread.
final class PeerSlot implements RoutedPeer {
    private PeerProfile profile;
    private @Nullable VpnSession session;
    private @Nullable List<Prefix> announced;
    private String announcement = "";

    PeerSlot(PeerProfile profile) {
        this.profile = profile;
    }

    UUID id() {
        return profile.id();
    }

    @Override
    public PeerKind kind() {
        return profile.kind();
    }

    @Override
    public boolean isConnected() {
        return session != null;
    }

    @Override
    public int mtu() {
        return session == null ? Admission.DEFAULT_TUN_MTU : session.mtu();
    }

    /// Whether it can be told of other routes while it is connected.
    boolean takesPushUpdate() {
        return session != null && session.takesPushUpdate();
    }

    PeerProfile profile() {
        return profile;
    }

    void update(PeerProfile newProfile) {
        profile = newProfile;
    }

    /// The admitted session; null while the peer is off-line.
    @Nullable VpnSession session() {
        return session;
    }

    void attach(VpnSession newSession) {
        session = newSession;
    }

    /// The session is over, unless another has taken its place already.
    void detach(VpnSession ended) {
        if (session == ended) {
            session = null;
        }
    }

    /// What the node announced last, as text, if it has announced since this server's start.
    String announcement() {
        return announcement;
    }

    boolean hasAnnounced() {
        return announced != null;
    }

    /// Replaces what it announced before, in this run and in earlier ones.
    void announce(String text, List<Prefix> accepted) {
        announcement = text;
        announced = List.copyOf(accepted);
    }

    /// The subnets behind it that were announced and are in force.
    List<Prefix> announcedInForce() {
        List<Prefix> live = announced;
        return live == null ? profile.rememberedSubnets() : live;
    }
}
