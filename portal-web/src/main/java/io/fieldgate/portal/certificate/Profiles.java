package io.fieldgate.portal.certificate;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.openvpn.profile.ControlKey;
import io.fieldgate.openvpn.profile.KeyFile;
import io.fieldgate.openvpn.profile.PemCertificates;
import io.fieldgate.openvpn.profile.PemPrivateKey;
import io.fieldgate.openvpn.profile.Profile;
import io.fieldgate.openvpn.profile.ProfileKey;
import io.fieldgate.openvpn.profile.ProfileOptions;
import io.fieldgate.openvpn.profile.ProfileRoute;
import io.fieldgate.openvpn.profile.Remote;
import io.fieldgate.openvpn.profile.SecondFactor;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.portal.certificate.pki.KeyPairs;
import io.fieldgate.portal.certificate.pki.PemFormat;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Makes `.ovpn` profiles. Where the device has no key of its own, one is made in memory for the
/// one download; neither it nor the profile is stored or logged.
@Service
public class Profiles {
    /// Where a device that made its key itself keeps it, beside the profile.
    private static final KeyFile KEY_ON_DEVICE = new KeyFile("node.key");

    private final Certificates certificates;
    private final ServerKeys serverKeys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Profiles(Certificates certificates, ServerKeys serverKeys, Clock clock) {
        this.certificates = certificates;
        this.serverKeys = serverKeys;
        this.clock = clock;
    }

    /// Makes a profile and orders its certificate, which the caller then accepts.
    @Transactional(propagation = Propagation.NEVER)
    public NewProfile make(ProfileOrder order) {
        KeyPair pair = KeyPairs.generate();
        return make(order, request(pair), PemPrivateKey.parse(PemFormat.of(pair.getPrivate())));
    }

    /// Makes a profile without a private key for a device that has one, and orders its certificate,
    /// which the caller then accepts.
    ///
    /// @param csr PKCS#10 in PEM, of which only the key is used
    @Transactional(propagation = Propagation.NEVER)
    public NewProfile makeFor(String csr, ProfileOrder order) {
        return make(order, csr, KEY_ON_DEVICE);
    }

    private NewProfile make(ProfileOrder order, String csr, ProfileKey key) {
        ControlKey controlKey = controlKey(order);
        IssuedCertificate issued =
                certificates.orderForPeer(order.tenantId(), order.peerId(), order.kind(), csr);
        Profile profile =
                new Profile(
                        order.kind() == PeerKind.NODE ? Profile.Kind.NODE : Profile.Kind.CLIENT,
                        Remote.udpThenTcp(order.host(), order.port()),
                        PemCertificates.parse(issued.issuer() + issued.root()),
                        PemCertificates.parse(issued.certificate()),
                        key,
                        controlKey,
                        order.secureServerId().toString(),
                        List.of(),
                        new ProfileOptions(
                                new SecondFactor.None(),
                                order.oldClient(),
                                order.routes().stream().map(ProfileRoute::new).toList()));
        return new NewProfile(profile.toText(), issued);
    }

    /// A new key that names the peer and says when it was made, or the one that old clients share.
    private ControlKey controlKey(ProfileOrder order) {
        if (order.oldClient()) {
            byte[] shared = serverKeys.oldClientKeyOf(order.tenantId(), order.secureServerId());
            return new ControlKey.TlsCrypt(StaticKey.of(shared));
        }
        byte[] serverKey = serverKeys.keyOf(order.tenantId(), order.secureServerId());
        return new ControlKey.TlsCryptV2(
                TlsCryptV2ServerKey.of(serverKey)
                        .wrap(
                                StaticKey.generate(random),
                                ClientKeyMetadata.ofPeer(
                                        order.peerId(), clock.instant().getEpochSecond())));
    }

    private static String request(KeyPair pair) {
        try {
            return CertificateRequest.pem(pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
