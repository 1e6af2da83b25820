package io.fieldgate.server.session;

import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.openvpn.Event.PeerIdentity;
import io.fieldgate.openvpn.Refusal;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Decides whether a peer whose certificate is genuine may come in now.
final class PeerCheck {
    /// The PKI service writes a certificate's beginning ten minutes back, for clocks that are slow;
    /// for some more the portal's list may be on its way.
    private static final Duration NEW = Duration.ofMinutes(12);

    private static final Duration COME_BACK = Duration.ofSeconds(2);

    /// For whoever comes before the portal's list of peers.
    static final Refusal STARTING =
            new Refusal.Temporary("secure server is starting", COME_BACK, false);

    private PeerCheck() {}

    /// The answer.
    sealed interface Verdict {
        /// It may.
        record Allowed(PeerSlot slot, AllowedCertificate certificate) implements Verdict {}

        /// It may not.
        ///
        /// @param peerId who it claims to be, if that could be read
        /// @param reason shown to the peer's user and to the operator
        /// @param mayBeNew whether it may only be that the portal's word of it is not here yet
        record Refused(Optional<UUID> peerId, String reason, boolean mayBeNew) implements Verdict {
            Refused(Optional<UUID> peerId, String reason) {
                this(peerId, reason, false);
            }

            /// What the peer is told: who is new comes back in a moment, by itself.
            Refusal refusal() {
                return mayBeNew
                        ? new Refusal.Temporary(reason, COME_BACK, false)
                        : new Refusal.Denied(reason);
            }
        }
    }

    /// @param oldClients whether peers may come without a tls-crypt-v2 key of their own, known by
    ///   their certificate alone
    static Verdict check(PeerIdentity identity, Roster roster, boolean oldClients, Instant now) {
        X509Certificate leaf = identity.chain().getFirst();
        boolean mayBeNew = now.minus(NEW).isBefore(leaf.getNotBefore().toInstant());
        Optional<UUID> id = commonName(leaf).flatMap(PeerCheck::uuid);
        if (id.isEmpty()) {
            return new Verdict.Refused(id, "certificate names no peer");
        }
        Optional<ClientKeyMetadata> clientKey = identity.clientKey();
        if (clientKey.isEmpty() && !oldClients) {
            return new Verdict.Refused(id, "old devices are not let in, use the usual profile");
        }
        if (clientKey.isPresent() && !clientKey.flatMap(ClientKeyMetadata::peer).equals(id)) {
            return new Verdict.Refused(id, "profile is mixed: its tls-crypt-v2 key is of another");
        }
        PeerSlot slot = roster.find(id.get());
        if (slot == null) {
            return new Verdict.Refused(id, "not known here, or removed", mayBeNew);
        }
        AllowedCertificate certificate = identify(leaf);
        PeerProfile profile = slot.profile();
        return refusal(profile, certificate)
                .<Verdict>map(reason ->
                        new Verdict.Refused(
                                id, reason, mayBeNew && profile.state() == Peer.State.ACTIVE))
                .orElseGet(() -> new Verdict.Allowed(slot, certificate));
    }

    /// Why a peer with this certificate has no right to a session; empty if it has.
    static Optional<String> refusal(PeerProfile profile, AllowedCertificate certificate) {
        if (profile.state() == Peer.State.REVOKED) {
            return Optional.of("certificate revoked");
        }
        if (profile.state() == Peer.State.DISABLED) {
            return Optional.of("access disabled");
        }
        return profile.certificates().contains(certificate)
                ? Optional.empty()
                : Optional.of("certificate revoked or replaced by a newer profile");
    }

    /// Serial number and key, as they stand in the allowlist.
    static AllowedCertificate identify(X509Certificate leaf) {
        return new AllowedCertificate(
                leaf.getSerialNumber().toString(16),
                HexFormat.of().formatHex(sha256(leaf.getPublicKey().getEncoded())));
    }

    private static Optional<String> commonName(X509Certificate leaf) {
        try {
            for (Rdn rdn : new LdapName(leaf.getSubjectX500Principal().getName()).getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    return Optional.of(rdn.getValue().toString());
                }
            }
            return Optional.empty();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
