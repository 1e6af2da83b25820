package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.openvpn.Credentials;
import io.fieldgate.openvpn.Event.PeerIdentity;
import io.fieldgate.openvpn.Refusal;
import io.fieldgate.openvpn.certificate.CertificateRules;
import io.fieldgate.openvpn.certificate.CertificateVerdict;
import io.fieldgate.openvpn.certificate.CertificateVerifier;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import io.fieldgate.server.support.TestCa;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerCheckTest {
    private static final UUID ID = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final String OTHER_KEY = "00".repeat(32);

    @TempDir private static Path directory;
    private static TestCa ca;
    private static TestCa.Issued issued;

    @BeforeAll
    static void issue() throws Exception {
        ca = new TestCa(directory, "tenant");
        issued = ca.issue(ID.toString(), TestCa.CLIENT);
    }

    @Test
    void anActivePeerWithAnAllowedCertificateMayComeIn() throws Exception {
        assertThat(check(Peer.State.ACTIVE, issued.allowed()))
                .isInstanceOf(PeerCheck.Verdict.Allowed.class);
    }

    @Test
    void anUnknownSerialIsRefused() throws Exception {
        AllowedCertificate newer = new AllowedCertificate("1234", issued.allowed().spkiSha256());
        assertThat(reason(check(Peer.State.ACTIVE, newer)))
                .isEqualTo("certificate revoked or replaced by a newer profile");
    }

    @Test
    void theRightSerialWithAnotherKeyIsRefused() throws Exception {
        AllowedCertificate otherKey = new AllowedCertificate(issued.allowed().serial(), OTHER_KEY);
        assertThat(reason(check(Peer.State.ACTIVE, otherKey))).startsWith("certificate revoked");
    }

    @Test
    void aPeerThatIsNotActiveIsRefusedThoughItsCertificateIsAllowed() throws Exception {
        assertThat(reason(check(Peer.State.REVOKED, issued.allowed())))
                .isEqualTo("certificate revoked");
        assertThat(reason(check(Peer.State.DISABLED, issued.allowed())))
                .isEqualTo("access disabled");
    }

    @Test
    void aPeerThatTheServerDoesNotKnowIsRefused() throws Exception {
        assertThat(reason(PeerCheck.check(identity(issued, ID), roster(List.of()), false, later())))
                .isEqualTo("not known here, or removed");
    }

    @Test
    void aCertificateAndATlsCryptKeyOfDifferentPeersAreRefused() throws Exception {
        Roster roster = roster(List.of(peer(Peer.State.ACTIVE, issued.allowed())));
        assertThat(
                        reason(
                                PeerCheck.check(
                                        identity(issued, UUID.randomUUID()),
                                        roster,
                                        false,
                                        later())))
                .startsWith("profile is mixed");
        PeerIdentity unnamed =
                new PeerIdentity(
                        List.of(issued.certificate()),
                        Credentials.NONE,
                        Optional.of(new ClientKeyMetadata(1, ByteBuffer.allocate(8))));
        assertThat(reason(PeerCheck.check(unnamed, roster, false, later())))
                .startsWith("profile is mixed");
    }

    @Test
    void withoutAChannelKeyOfItsOwnAPeerComesInOnlyWhereOldClientsMay() throws Exception {
        Roster roster = roster(List.of(peer(Peer.State.ACTIVE, issued.allowed())));
        assertThat(reason(PeerCheck.check(withoutKey(issued), roster, false, later())))
                .startsWith("old devices are not let in");
        assertThat(PeerCheck.check(withoutKey(issued), roster, true, later()))
                .isInstanceOf(PeerCheck.Verdict.Allowed.class);
    }

    @Test
    void oldClientsAreStillKnownByTheirCertificate() throws Exception {
        AllowedCertificate newer = new AllowedCertificate("1234", issued.allowed().spkiSha256());
        Roster replaced = roster(List.of(peer(Peer.State.ACTIVE, newer)));
        assertThat(reason(PeerCheck.check(withoutKey(issued), replaced, true, later())))
                .startsWith("certificate revoked");
        Roster revoked = roster(List.of(peer(Peer.State.REVOKED, issued.allowed())));
        assertThat(reason(PeerCheck.check(withoutKey(issued), revoked, true, later())))
                .isEqualTo("certificate revoked");
        assertThat(reason(PeerCheck.check(withoutKey(issued), roster(List.of()), true, later())))
                .isEqualTo("not known here, or removed");
    }

    @Test
    void aMixedProfileIsRefusedEvenWhereOldClientsMayComeIn() throws Exception {
        Roster roster = roster(List.of(peer(Peer.State.ACTIVE, issued.allowed())));
        assertThat(
                        reason(
                                PeerCheck.check(
                                        identity(issued, UUID.randomUUID()),
                                        roster,
                                        true,
                                        later())))
                .startsWith("profile is mixed");
    }

    private static PeerIdentity withoutKey(TestCa.Issued certificate) throws Exception {
        return new PeerIdentity(
                List.of(certificate.certificate()), Credentials.NONE, Optional.empty());
    }

    @Test
    void whoseCertificateIsNewIsToldToComeBack() throws Exception {
        AllowedCertificate older = new AllowedCertificate("1234", issued.allowed().spkiSha256());
        PeerIdentity identity = identity(issued, ID);
        Instant now = issued.certificate().getNotBefore().toInstant().plusSeconds(600);

        for (Roster before :
                List.of(roster(List.of()), roster(List.of(peer(Peer.State.ACTIVE, older))))) {
            assertThat(refusal(PeerCheck.check(identity, before, false, now)))
                    .isInstanceOf(Refusal.Temporary.class);
            assertThat(refusal(PeerCheck.check(identity, before, false, later())))
                    .isInstanceOf(Refusal.Denied.class);
        }
    }

    @Test
    void whoIsShutOutIsNotToldToComeBack() throws Exception {
        Instant now = issued.certificate().getNotBefore().toInstant();
        for (Peer.State state : List.of(Peer.State.REVOKED, Peer.State.DISABLED)) {
            Roster roster = roster(List.of(peer(state, issued.allowed())));
            assertThat(refusal(PeerCheck.check(identity(issued, ID), roster, false, now)))
                    .isInstanceOf(Refusal.Denied.class);
        }
    }

    /// Long enough after the certificates were issued that the portal's word is here.
    private static Instant later() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static Refusal refusal(PeerCheck.Verdict verdict) {
        return ((PeerCheck.Verdict.Refused) verdict).refusal();
    }

    @Test
    void aNameThatIsNoIdIsRefused() throws Exception {
        for (String name :
                List.of("pump-07", "3F1F7A52-96A3-4C0F-8A55-4D40C6F0A001", "1-1-1-1-1")) {
            TestCa.Issued named = ca.issue(name, TestCa.CLIENT);
            assertThat(
                            reason(
                                    PeerCheck.check(
                                            identity(named, ID),
                                            roster(List.of()),
                                            false,
                                            later())))
                    .isEqualTo("certificate names no peer");
        }
    }

    /// The certificate check and the allowlist, one after the other as for a real peer: either
    /// alone keeps a peer out.
    @Test
    void onlyAGenuineCertificateThatIsAllowedComesIn() throws Exception {
        TestCa stranger = new TestCa(Files.createTempDirectory(directory, "stranger"), "tenant");
        TestCa.Issued forged = stranger.issue(ID.toString(), TestCa.CLIENT);
        TestCa.Issued unlisted = ca.issue(ID.toString(), TestCa.CLIENT);
        TestCa.Issued server = ca.issue(ID.toString(), TestCa.SERVER);
        assertThat(comesIn(issued, issued.allowed())).isTrue();
        assertThat(comesIn(forged, forged.allowed())).isFalse();
        assertThat(comesIn(unlisted, issued.allowed())).isFalse();
        assertThat(comesIn(server, server.allowed())).isFalse();
        assertThat(comesIn(issued, new AllowedCertificate(issued.allowed().serial(), OTHER_KEY)))
                .isFalse();
    }

    private static boolean comesIn(TestCa.Issued presented, AllowedCertificate allowed)
            throws Exception {
        X509Certificate[] chain = {presented.certificate()};
        try {
            new TenantTrustManager(ca.certificate(), InstantSource.system())
                    .checkClientTrusted(chain, "EC");
        } catch (CertificateException refused) {
            return false;
        }
        Roster roster = roster(List.of(peer(Peer.State.ACTIVE, allowed)));
        return PeerCheck.check(identity(presented, ID), roster, false, later())
                instanceof PeerCheck.Verdict.Allowed;
    }

    /// The verifier and the allowlist must mean the same bytes by serial and key.
    @Test
    void theVerifierAndTheAllowlistNameACertificateAlike() throws Exception {
        CertificateVerifier verifier =
                new CertificateVerifier(
                        ca.certificate().getEncoded(), CertificateRules.ownClient(Duration.ZERO));
        CertificateVerdict.Accepted accepted =
                (CertificateVerdict.Accepted)
                        verifier.verify(issued.certificate().getEncoded(), Instant.now());
        assertThat(PeerCheck.identify(issued.certificate()))
                .isEqualTo(
                        new AllowedCertificate(
                                accepted.serial().toString(16), accepted.publicKeySha256()));
    }

    private static PeerCheck.Verdict check(Peer.State state, AllowedCertificate allowed)
            throws Exception {
        return PeerCheck.check(
                identity(issued, ID), roster(List.of(peer(state, allowed))), false, later());
    }

    private static String reason(PeerCheck.Verdict verdict) {
        return ((PeerCheck.Verdict.Refused) verdict).reason();
    }

    private static PeerIdentity identity(TestCa.Issued certificate, UUID keyOf) throws Exception {
        return new PeerIdentity(
                List.of(certificate.certificate()),
                Credentials.NONE,
                Optional.of(ClientKeyMetadata.ofPeer(keyOf)));
    }

    private static Peer peer(Peer.State state, AllowedCertificate allowed) {
        return new Peer(
                ID.toString(), PeerKind.CLIENT, state, "100.64.0.2", List.of(allowed), List.of());
    }

    private static Roster roster(List<Peer> peers) {
        Roster roster =
                new Roster(
                        RoutingMode.ONE_TO_MANY,
                        new VpnNetworks(
                                Prefix.parse("100.64.0.0/18").orElseThrow(), Optional.empty()));
        ServerSettings settings =
                new ServerSettings(
                        "s", "t", RoutingMode.ONE_TO_MANY, "100.64.0.0/18", "", 10, 60, 3600);
        Map<String, Peer> byId = new LinkedHashMap<>();
        peers.forEach(peer -> byId.put(peer.id(), peer));
        roster.replace(new DesiredState(1, settings, byId));
        return roster;
    }
}
