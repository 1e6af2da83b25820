package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.profile.ControlKey.KeyDirection;
import io.fieldgate.openvpn.profile.Profile.Kind;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Profiles with real certificates, in every form that the writer knows.
final class SampleProfiles {
    static final StaticKey STATIC_KEY = StaticKey.of(Vectors.counting(7, 256));
    static final TlsCryptV2ClientKey CLIENT_KEY =
            TlsCryptV2ServerKey.of(Vectors.counting(0, 128))
                    .wrap(STATIC_KEY, ClientKeyMetadata.ofPeer(new UUID(1, 2)));
    static final StaticChallenge CHALLENGE = new StaticChallenge("One-time code", true);

    /// Two centres, each with UDP before TCP, as IPv4 and IPv6 address.
    static final List<Remote> REMOTES =
            List.of(
                    new Remote("127.0.0.1", 1194, Remote.Protocol.UDP),
                    new Remote("127.0.0.1", 443, Remote.Protocol.TCP),
                    new Remote("::1", 1194, Remote.Protocol.UDP),
                    new Remote("::1", 443, Remote.Protocol.TCP));

    private static final List<Profile> ALL = List.copyOf(makeAll());

    private SampleProfiles() {}

    static List<ControlKey> controlKeys() {
        List<ControlKey> keys = new ArrayList<>();
        keys.add(new ControlKey.TlsCryptV2(CLIENT_KEY));
        keys.add(new ControlKey.TlsCrypt(STATIC_KEY));
        for (AuthDigest digest : AuthDigest.values()) {
            keys.add(new ControlKey.TlsAuth(STATIC_KEY, digest, KeyDirection.ONE));
        }
        return keys;
    }

    static List<SecondFactor> secondFactors() {
        return List.of(
                new SecondFactor.None(),
                new SecondFactor.Password(),
                new SecondFactor.Code(CHALLENGE));
    }

    /// All combinations that change a directive.
    static List<Profile> all() {
        return ALL;
    }

    private static List<Profile> makeAll() {
        List<Profile> all = new ArrayList<>();
        for (ControlKey key : controlKeys()) {
            for (SecondFactor factor : secondFactors()) {
                for (boolean cbc : new boolean[] {false, true}) {
                    ProfileOptions options = new ProfileOptions(factor, cbc);
                    all.add(of(Kind.CLIENT, "server", key, List.of(), options));
                    all.add(of(Kind.NODE, "server", key, List.of(), options));
                    all.add(of(Kind.NODE, "server", key, subnets(), options));
                }
            }
        }
        return all;
    }

    static List<AnnouncedSubnet> subnets() {
        return List.of(new AnnouncedSubnet("192.168.7.0/24"), new AnnouncedSubnet("10.9.0.0/16"));
    }

    static Profile with(ControlKey key, ProfileOptions options) {
        return of(Kind.CLIENT, "server", key, List.of(), options);
    }

    static Profile of(
            Kind kind,
            String serverName,
            ControlKey key,
            List<AnnouncedSubnet> subnets,
            ProfileOptions options) {
        return new Profile(
                kind,
                REMOTES,
                PemCertificates.parse(resource("ca.pem")),
                PemCertificates.parse(resource("client.pem") + resource("ca.pem")),
                PemPrivateKey.parse(resource("ec-pkcs8.pem")),
                key,
                serverName,
                subnets,
                options);
    }

    /// A short profile of a stranger, to which tests add lines.
    static String minimal() {
        return "client\ndev tun\nremote vpn.example.net\n"
                + block("ca", resource("ca.pem"))
                + block("cert", resource("client.pem"))
                + block("key", resource("ec-pkcs8.pem"));
    }

    static String block(String name, String content) {
        return "<" + name + ">\n" + content + "</" + name + ">\n";
    }

    static String resource(String name) {
        try (InputStream in = SampleProfiles.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
