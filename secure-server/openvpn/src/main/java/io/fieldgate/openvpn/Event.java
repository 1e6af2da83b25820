package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a session tells its owner.
public sealed interface Event {
    /// TLS is complete and the peer has said who it is. Answer, now or later, with
    /// [ServerSession#admit] (at the first key), [ServerSession#approveRekey] (at a renegotiation)
    /// or [ServerSession#refuse]. Without an answer within 60 seconds the session ends, or within
    /// the time of a [ServerSession#challenge]; at a renegotiation the old key keeps working until
    /// then.
    ///
    /// @param question its number; the answers name it, so that a late one does no harm
    /// @param identity what the peer showed
    /// @param info what the peer says about itself; not to be trusted
    /// @param rekey whether this is a renegotiation of a session that was admitted before; the
    ///   identity is then the same as at first, which the session has checked
    record PeerAuthenticating(long question, PeerIdentity identity, PeerInfo info, boolean rekey)
            implements Event {}

    /// The peer's user has answered a [Challenge.TextQuestion]. The verdict is the caller's.
    ///
    /// @param question the number of the question that was open when the challenge was sent
    /// @param response as typed; any text
    record ChallengeAnswered(long question, String response) implements Event {
        /// Never shows the answer.
        @Override
        public String toString() {
            return "ChallengeAnswered[question=" + question + ", response=***]";
        }
    }

    /// The peer has been admitted and told so; data flows from now on.
    ///
    /// @param cipher data channel cipher, such as `AES-256-GCM`
    /// @param tlsVersion such as `TLSv1.3`
    /// @param exporterKeys whether data keys come from the TLS exporter; otherwise, with clients
    ///   before 2.6, from the PRF of TLS 1.0
    /// @param epochKeys whether data keys follow one another without a handshake
    record Established(
            int keyId, String cipher, String tlsVersion, boolean exporterKeys, boolean epochKeys)
            implements Event {}

    /// A renegotiation is complete.
    record Rekeyed(int keyId, String tlsVersion) implements Event {}

    /// The peer's address changed, as a genuine and fresh data packet proved.
    /// [ServerSession#remote] and all that is transmitted go to the new address from now on. If the
    /// shell knows another session at that address it should end the other one.
    record Floated(InetSocketAddress from, InetSocketAddress to) implements Event {}

    /// The session is over: nothing more comes from it, drop it from all tables. Always the last
    /// event, and reported exactly once.
    ///
    /// @param text what happened in words, printable ASCII
    record Closed(CloseReason reason, String text) implements Event {}

    /// What a peer showed to prove who it is.
    ///
    /// @param chain the certificate chain that TLS verified by the caller's trust manager, the
    ///   peer's own first
    /// @param credentials user name and password, if it sent any
    /// @param clientKey the metadata of its tls-crypt-v2 key, authenticated by the server key; its
    ///   [ClientKeyMetadata#peer] names the peer. Empty if it came without such a key
    record PeerIdentity(
            List<X509Certificate> chain,
            Credentials credentials,
            Optional<ClientKeyMetadata> clientKey) {
        public PeerIdentity {
            chain = List.copyOf(chain);
        }
    }
}
