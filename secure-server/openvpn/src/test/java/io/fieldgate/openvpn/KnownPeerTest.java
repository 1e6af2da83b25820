package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.OptionsString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who may go on with a session at a renegotiation.
class KnownPeerTest {
    private static final TestCertificates PKI = VirtualWorld.PKI;
    private static final TestCertificates.Issued OTHER = PKI.client("client-2");
    private static final Optional<Admission.AuthToken> NO_TOKEN = Optional.empty();
    private static final KnownPeer ANNA = peer(VirtualWorld.CLIENT, "anna", "secret");

    @Test
    void theSameCertificateAndUserMayWithAnotherPassword() {
        assertThat(peer(VirtualWorld.CLIENT, "anna", "token").differenceFrom(ANNA, NO_TOKEN))
                .isEmpty();
    }

    @Test
    void anotherCertificateMayNot() {
        assertThat(peer(OTHER, "anna", "secret").differenceFrom(ANNA, NO_TOKEN))
                .contains("another certificate at the renegotiation");
    }

    @Test
    void aLongerChainIsAnotherCertificate() {
        KnownPeer longer =
                new KnownPeer(
                        new Event.PeerIdentity(
                                List.of(
                                        VirtualWorld.CLIENT.certificate(),
                                        VirtualWorld.SERVER.certificate()),
                                new Credentials("anna", "secret"),
                                Optional.empty()),
                        ANNA.capabilities());
        assertThat(longer.differenceFrom(ANNA, NO_TOKEN)).isPresent();
    }

    @Test
    void anotherUserMayNotUnlessTheNameCameWithItsToken() {
        KnownPeer berta = peer(VirtualWorld.CLIENT, "berta", "secret");
        Optional<String> another = Optional.of("another user name at the renegotiation");
        assertThat(berta.differenceFrom(ANNA, NO_TOKEN)).isEqualTo(another);
        assertThat(berta.differenceFrom(ANNA, token(Optional.empty()))).isEqualTo(another);
        assertThat(berta.differenceFrom(ANNA, token(Optional.of("carla")))).isEqualTo(another);
        assertThat(berta.differenceFrom(ANNA, token(Optional.of("berta")))).isEmpty();
        assertThat(ANNA.differenceFrom(ANNA, token(Optional.of("berta")))).isEmpty();
    }

    @Test
    void itsInfoIsThatOfItsClient() {
        assertThat(ANNA.info().version()).isEqualTo("2.6.14");
    }

    private static Optional<Admission.AuthToken> token(Optional<String> username) {
        return Optional.of(new Admission.AuthToken("token", username));
    }

    private static KnownPeer peer(
            TestCertificates.Issued certificate, String username, String password) {
        return new KnownPeer(
                new Event.PeerIdentity(
                        List.of(certificate.certificate()),
                        new Credentials(username, password),
                        Optional.empty()),
                new ClientCapabilities(
                        new PeerInfo(Map.of("IV_VER", "2.6.14")), new OptionsString(""), true));
    }
}
