package io.fieldgate.openvpn.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What each client version accepts, held against every form of profile that we write: a change
/// that would break an old client fails here without that client.
class ClientVersionsTest {
    /// `directives.txt`: name, versions of OpenVPN 2 (`4567` for 2.4 to 2.7), class in OpenVPN 3.
    private static final Map<String, Known> TABLE = table();

    /// Directives that may be blocks, by the first version that reads them as such.
    private static final Map<String, Integer> BLOCKS =
            Map.of("ca", 4, "cert", 4, "key", 4, "tls-auth", 4, "tls-crypt", 4, "tls-crypt-v2", 5);

    /// In all versions fatal, useless or only to be pushed, if they stand in a client's profile.
    private static final Set<String> NEVER =
            Set.of(
                    "explicit-exit-notify",
                    "comp-lzo",
                    "compress",
                    "fragment",
                    "secret",
                    "tun-mtu",
                    "ns-cert-type",
                    "script-security",
                    "user",
                    "group");

    private record Known(String versions, char inOpenvpn3) {}

    @Test
    void everyProfileIsReadByOpenvpn2FromFiveOn() {
        for (Profile profile : SampleProfiles.all()) {
            for (int minor = 5; minor <= 7; minor++) {
                assertReadBy(minor, profile);
            }
        }
    }

    @Test
    void profilesWithASharedKeyAreReadByOpenvpn24() {
        for (Profile profile : SampleProfiles.all()) {
            boolean v2 = profile.controlKey() instanceof ControlKey.TlsCryptV2;
            if (v2) {
                assertThat(unknownTo(4, profile)).containsExactly("tls-crypt-v2");
            } else {
                assertReadBy(4, profile);
            }
        }
    }

    @Test
    void noProfileHasADirectiveThatIsFatalInOpenvpn3() {
        for (Profile profile : SampleProfiles.all()) {
            for (Directive directive : ProfileText.directives(profile)) {
                String name = nameOf(directive);
                if (!name.isEmpty()) {
                    assertThat(known(name).inOpenvpn3()).as(name).isNotEqualTo('f');
                    assertThat(NEVER).doesNotContain(name);
                }
            }
            assertThat(profile.toText().lines()).allMatch(line -> line.length() <= 512);
            assertThat(profile.toText()).hasSizeLessThan(256 * 1024);
        }
    }

    @Test
    void noLineIsLongerThanOpenvpn2Reads() {
        // It reads 256 bytes with the line's end, and refuses a line that fills them.
        for (Profile profile : SampleProfiles.all()) {
            assertThat(profile.toText().lines())
                    .allMatch(line -> ConfigText.utf8Length(line) + 1 < 256);
        }
    }

    @Test
    void aProfileHasOneProtectionOfTheControlChannel() {
        for (Profile profile : SampleProfiles.all()) {
            assertThat(ProfileText.directives(profile).stream().map(ClientVersionsTest::nameOf))
                    .filteredOn(name -> name.matches("tls-auth|tls-crypt|tls-crypt-v2"))
                    .hasSize(1);
        }
    }

    @Test
    void theTableKnowsWhatBrokeOldClientsBefore() {
        assertThat(known("ncp-disable").versions()).isEqualTo("45--");
        assertThat(known("data-ciphers").versions()).isEqualTo("-567");
        assertThat(known("tls-crypt-v2").versions()).isEqualTo("-567");
        assertThat(known("key-method").versions()).isEqualTo("4---");
        assertThat(known("fragment").inOpenvpn3()).isEqualTo('f');
        assertThat(known("ping-restart").inOpenvpn3()).isEqualTo('f');
    }

    @Test
    void theReaderKnowsEveryDirectiveOfEveryVersion() {
        for (String name : TABLE.keySet()) {
            ProfileReading reading =
                    ProfileReader.read(SampleProfiles.minimal() + name + " value\n");
            String findings =
                    switch (reading) {
                        case ProfileReading.Refused refused -> refused.refused().toString();
                        case ProfileReading.Accepted accepted -> accepted.notUsed().toString();
                    };
            assertThat(findings).as(name).doesNotContain("unknown directive");
        }
    }

    private static void assertReadBy(int minor, Profile profile) {
        assertThat(unknownTo(minor, profile)).as("OpenVPN 2.%d", minor).isEmpty();
    }

    private static List<String> unknownTo(int minor, Profile profile) {
        Set<String> guarded = new HashSet<>();
        return ProfileText.directives(profile).stream()
                .filter(directive -> !isRead(minor, directive, guarded))
                .map(ClientVersionsTest::nameOf)
                .toList();
    }

    private static boolean isRead(int minor, Directive directive, Set<String> guarded) {
        boolean known =
                nameOf(directive).isEmpty()
                        || known(nameOf(directive)).versions().indexOf('0' + minor) >= 0;
        return switch (directive) {
            case Directive.Comment comment -> true;
            case Directive.Line line -> {
                if (line.name().equals("ignore-unknown-option")) {
                    guarded.addAll(line.values());
                }
                yield known || guarded.contains(line.name());
            }
            case Directive.Block block -> known && BLOCKS.getOrDefault(block.name(), 9) <= minor;
        };
    }

    private static String nameOf(Directive directive) {
        return switch (directive) {
            case Directive.Comment comment -> "";
            case Directive.Line line -> line.name();
            case Directive.Block block -> block.name();
        };
    }

    private static Known known(String name) {
        Known known = TABLE.get(name);
        if (known == null) {
            throw new AssertionError("not in the table: " + name);
        }
        return known;
    }

    private static Map<String, Known> table() {
        Map<String, Known> table = new HashMap<>();
        SampleProfiles.resource("directives.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", -1))
                .forEach(row -> table.put(row[0], new Known(row[1], row[2].charAt(0))));
        return Map.copyOf(table);
    }
}
