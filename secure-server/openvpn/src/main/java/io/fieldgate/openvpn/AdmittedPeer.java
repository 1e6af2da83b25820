package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.control.PushReply;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.MssClamp;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// What a session has from its admission on: who the peer is, its tunnel, what was agreed at the
/// first key and holds for all later ones, and when the next key is due.
final class AdmittedPeer {
    static final long PUSH_AGAIN_NANOS = 30_000_000_000L;

    /// Larger than OpenVPN's own: senders with several queues reorder more.
    private static final ReplayWindow.Size REPLAY_WINDOW = new ReplayWindow.Size(1024, 15);

    private final SessionSetup setup;
    private Admission admission;
    private final KnownPeer peer;
    private final DataFormat format;
    private final PeerTunnel tunnel;
    private long pushedNanos = Deadline.NEVER;
    private final long endNanos;
    private long rekeyNanos;

    /// @param peer with a cipher in common
    AdmittedPeer(
            long nowNanos,
            SessionSetup setup,
            InetSocketAddress remote,
            Admission admission,
            KnownPeer peer) {
        this.setup = setup;
        this.admission = admission;
        this.peer = peer;
        this.format =
                DataNegotiation.format(peer.capabilities(), setup.config().data()).orElseThrow();
        boolean ipv6 = remote.getAddress() instanceof Inet6Address;
        int mtu =
                peer.capabilities().takesTunMtu(admission.tunMtu())
                        ? admission.tunMtu()
                        : Admission.DEFAULT_TUN_MTU;
        this.tunnel =
                new PeerTunnel(
                        nowNanos,
                        admission,
                        peer.capabilities().takesPeerId()
                                ? admission.peerId()
                                : DataHeader.NO_PEER_ID,
                        mtu,
                        MssClamp.forTransport(ipv6, setup.transport() == Transport.TCP, format)
                                .and(MssClamp.forPackets(mtu)),
                        new DataChannel(
                                PeerTunnel.SEND_SWITCH_NANOS,
                                setup.config().limits().transitionWindow().toNanos(),
                                setup.buffers()));
        this.rekeyNanos = nowNanos;
        this.endNanos = admission.longest().map(d -> nowNanos + d.toNanos()).orElse(Deadline.NEVER);
    }

    Event.Established established(KeyExchange exchange) {
        return new Event.Established(
                exchange.keyId(),
                format.cipherName(),
                exchange.tls().protocol(),
                peer.capabilities().exportsKeys(),
                format instanceof DataFormat.Epoch);
    }

    PeerTunnel tunnel() {
        return tunnel;
    }

    /// Whether its settings can change without a reconnect.
    boolean takesUpdates() {
        return peer.capabilities().takesPushUpdate();
    }

    ClientCapabilities capabilities() {
        return peer.capabilities();
    }

    /// Takes new settings over.
    ///
    /// @return the messages that tell the client
    List<String> update(LiveSettings settings) {
        admission = admission.with(settings);
        return PushReply.updates(PushOptions.update(settings, peer.capabilities()));
    }

    /// The peer's token changes.
    ///
    /// @return the message that tells the client
    String renew(Admission.AuthToken token) {
        return PushReply.messages(List.of("auth-token " + token.token())).getFirst();
    }

    /// When the time for which the peer was admitted is over.
    long endNanos() {
        return endNanos;
    }

    /// Why a later exchange cannot belong to this session; empty if it does.
    Optional<String> differenceTo(KnownPeer later) {
        if (peer.capabilities().exportsKeys() && !later.capabilities().exporter()) {
            return Optional.of("a TLS session without exporter at the renegotiation");
        }
        return later.differenceFrom(peer, admission.authToken());
    }

    /// Settles an exchange: puts its key into the tunnel and sets the time of the next one.
    void agree(long nowNanos, KeyExchange exchange, KeyExchange.Exchanged exchanged) {
        DataKeyMaterial material =
                peer.capabilities().exportsKeys()
                        ? DataKeyMaterial.ofExporter(
                                exchange.tls()
                                        .export(
                                                DataKeyMaterial.EXPORTER_LABEL,
                                                DataKeyMaterial.LENGTH)
                                        .orElseThrow())
                        : exchanged.material(setup.remoteSessionId(), setup.localSessionId());
        tunnel.install(
                nowNanos,
                DataKey.create(
                        format,
                        false,
                        exchange.keyId(),
                        material,
                        setup.random(),
                        REPLAY_WINDOW,
                        setup.config().aead()));
        material.erase();
        exchange.settle();
        // The last tenth at random, so that the peers of a server do not all come at once.
        long period = admission.renegotiate().toNanos();
        rekeyNanos = nowNanos + period - setup.random().nextLong(period / 10);
    }

    /// When the server should start the next exchange, if the peer has not.
    long rekeyDeadline(KeyExchanges exchanges) {
        long earliest = exchanges.earliestNext();
        return tunnel.wantsRekey() || rekeyNanos - earliest < 0 ? earliest : rekeyNanos;
    }

    /// The messages that tell the peer its settings; none if it has just got them.
    List<String> push(long nowNanos) {
        if (pushedNanos != Deadline.NEVER && nowNanos - pushedNanos < PUSH_AGAIN_NANOS) {
            return List.of();
        }
        pushedNanos = nowNanos;
        return PushReply.messages(
                PushOptions.of(admission, peer.capabilities(), format, setup.transport()));
    }
}
