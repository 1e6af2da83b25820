package io.fieldgate.openvpn.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.profile.Profile.Kind;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What the writer writes is what the reader reads.
class ProfileRoundTripTest {
    private static final int HOSTILE_VALUES = 10_000;

    @Test
    void everyFormOfProfileIsReadBackWhole() throws Exception {
        for (Profile profile : SampleProfiles.all()) {
            assertReadBack(profile, "sample");
        }
    }

    @Test
    void hostileValuesAreRefusedOrReadBack() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int written = 0;
        for (int i = 0; i < HOSTILE_VALUES; i++) {
            Optional<Profile> profile = hostile(random, "seed " + seed);
            if (profile.isPresent()) {
                written++;
                assertReadBack(profile.get(), "seed " + seed);
            }
        }
        // About a quarter is; the test must not be one of refusals only.
        assertThat(written).as("seed %d", seed).isGreaterThan(HOSTILE_VALUES / 5);
    }

    /// A profile of hostile values as far as their types take them.
    static Optional<Profile> hostile(Random random, String seed) {
        Function<String, String> next =
                fallback -> random.nextInt(5) == 0 ? HostileText.next(random) : fallback;
        String host = next.apply("host.invalid");
        String name = next.apply("server");
        String file = next.apply("node.key");
        String text = random.nextInt(5) == 0 ? "Code" : HostileText.next(random);
        String prefix = next.apply("10.0.0.0/8");
        try {
            Profile sample = SampleProfiles.all().get(random.nextInt(SampleProfiles.all().size()));
            List<Remote> remotes = new ArrayList<>(sample.remotes());
            remotes.add(new Remote(host, 1 + random.nextInt(65_535), Remote.Protocol.TCP));
            SecondFactor factor = new SecondFactor.Code(new StaticChallenge(text, true));
            boolean node = sample.kind() == Kind.NODE;
            return Optional.of(
                    new Profile(
                            sample.kind(),
                            remotes,
                            sample.authorities(),
                            sample.certificate(),
                            random.nextBoolean() ? sample.key() : new KeyFile(file),
                            sample.controlKey(),
                            name,
                            node ? List.of(new AnnouncedSubnet(prefix)) : List.of(),
                            new ProfileOptions(factor, random.nextBoolean())));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).as(seed).hasSizeBetween(10, 80).matches("[A-Za-z0-9 ,.-]+");
            return Optional.empty();
        }
    }

    private static void assertReadBack(Profile profile, String as) throws Exception {
        ProfileReading reading = ProfileReader.read(profile.toText());
        assertThat(reading).as(as).isInstanceOf(ProfileReading.Accepted.class);
        ProfileReading.Accepted accepted = (ProfileReading.Accepted) reading;
        assertThat(accepted.notUsed()).as(as).isEmpty();
        ClientProfile read = accepted.profile();

        assertThat(read.remotes())
                .as(as)
                .isEqualTo(
                        profile.remotes().stream()
                                .map(r -> new ClientRemote(r, ClientRemote.Family.ANY, 10))
                                .toList());
        assertThat(pem(read.trust().authorities())).isEqualTo(profile.authorities().toPem());
        assertThat(read.trust().name())
                .contains(new ServerName(profile.serverName(), ServerName.Type.NAME));
        assertThat(read.trust().serverUsage()).isTrue();
        assertThat(read.trust().minimum()).isEqualTo(ServerTrust.TlsVersion.TLS_1_2);
        ClientIdentity identity = read.identity().orElseThrow();
        assertThat(pem(identity.chain())).isEqualTo(profile.certificate().toPem());
        assertThat(keyOf(identity)).isEqualTo(keyOf(profile));
        assertThat(described(read.controlKey().orElseThrow()))
                .isEqualTo(described(profile.controlKey()));
        assertThat(read.signIn()).as(as).isEqualTo(signIn(profile.options().secondFactor()));
        assertThat(read.announcement()).as(as).isEqualTo(announcement(profile));
        assertThat(read.data()).isEqualTo(data(profile));
    }

    private static DataOptions data(Profile profile) {
        boolean cbc = profile.options().cbc();
        List<ProfileCipher> ciphers = new ArrayList<>(ProfileCipher.DEFAULT);
        if (cbc) {
            ciphers.add(ProfileCipher.AES_256_CBC);
        }
        return new DataOptions(
                ciphers,
                Optional.of(cbc ? ProfileCipher.AES_256_CBC : ProfileCipher.AES_256_GCM),
                profile.controlKey() instanceof ControlKey.TlsAuth signed
                        ? signed.digest()
                        : AuthDigest.SHA256,
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    private static Optional<PasswordSignIn> signIn(SecondFactor factor) {
        Optional<StaticChallenge> challenge =
                factor instanceof SecondFactor.Code(StaticChallenge c)
                        ? Optional.of(c)
                        : Optional.empty();
        return factor instanceof SecondFactor.None
                ? Optional.empty()
                : Optional.of(
                        new PasswordSignIn(
                                Optional.empty(), challenge, PasswordSignIn.Retry.INTERACT, true));
    }

    private static PeerAnnouncement announcement(Profile profile) {
        return new PeerAnnouncement(
                profile.kind() == Kind.NODE,
                profile.subnets().isEmpty()
                        ? Map.of()
                        : Map.of(
                                AnnouncedSubnet.VARIABLE, AnnouncedSubnet.join(profile.subnets())));
    }

    private static String keyOf(ClientIdentity identity) {
        return switch (identity.key()) {
            case ClientIdentity.Key.Inline(var key) -> Pem.write(key.getEncoded(), "PRIVATE KEY");
            case ClientIdentity.Key.Outside(var file) -> file.name();
        };
    }

    private static String keyOf(Profile profile) throws Refusal {
        return switch (profile.key()) {
            case PemPrivateKey key ->
                    Pem.write(PemText.privateKey(key.toPem()).getEncoded(), "PRIVATE KEY");
            case KeyFile file -> file.name();
        };
    }

    private static String described(ControlKey key) {
        return switch (key) {
            case ControlKey.TlsCryptV2(var v2) -> v2.toPem();
            case ControlKey.TlsCrypt(var crypt) -> "crypt " + StaticKeyText.write(crypt);
            case ControlKey.TlsAuth auth ->
                    auth.digest() + " " + auth.direction() + StaticKeyText.write(auth.key());
        };
    }

    private static String pem(List<X509Certificate> certificates)
            throws CertificateEncodingException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append(Pem.write(certificate.getEncoded(), "CERTIFICATE"));
        }
        return pem.toString();
    }
}
