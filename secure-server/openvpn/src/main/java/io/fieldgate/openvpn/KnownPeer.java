package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.KeyMethod2;
import io.fieldgate.openvpn.control.OptionsString;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import java.util.Optional;

/// Who a key exchange turned out to be with, and what its client can do.
record KnownPeer(Event.PeerIdentity identity, ClientCapabilities capabilities) {
    /// @param exchange its key method 2 is complete both ways
    static KnownPeer of(
            KeyExchange exchange,
            KeyMethod2.FromClient client,
            Optional<ClientKeyMetadata> metadata)
            throws TlsFailedException {
        boolean exporter =
                exchange.tls()
                        .export(DataKeyMaterial.EXPORTER_LABEL, DataKeyMaterial.LENGTH)
                        .isPresent();
        Credentials credentials =
                client.username().isEmpty() && client.password().isEmpty()
                        ? Credentials.NONE
                        : new Credentials(client.username(), client.password());
        return new KnownPeer(
                new Event.PeerIdentity(exchange.tls().peerChain(), credentials, metadata),
                new ClientCapabilities(
                        PeerInfo.parse(client.peerInfo()),
                        new OptionsString(client.options()),
                        exporter));
    }

    /// Why the same session may not go on with this other identity; empty if it is the same.
    ///
    /// @param token pushed to the peer; a user name may have come with it
    Optional<String> differenceFrom(KnownPeer first, Optional<Admission.AuthToken> token) {
        if (!identity.chain().equals(first.identity.chain())) {
            return Optional.of("another certificate at the renegotiation");
        }
        String username = identity.credentials().username();
        boolean known =
                username.equals(first.identity.credentials().username())
                        || token.flatMap(Admission.AuthToken::username)
                                .filter(username::equals)
                                .isPresent();
        if (!known) {
            return Optional.of("another user name at the renegotiation");
        }
        return Optional.empty();
    }

    PeerInfo info() {
        return capabilities.info();
    }
}
