package io.fieldgate.portal.fleet.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.fleet.UntoldSubnets;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TunnelsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "2.7.6, AES-256-GCM, tls-ekm, ''",
        "2.6.14, AES-256-GCM, tls-ekm, ''",
        "3.11.7, CHACHA20-POLY1305, tls-ekm, ''",
        "2.5.11, AES-256-GCM, prf, Software from before OpenVPN 2.6",
        "2.4.12, AES-256-GCM, prf, Old software",
        "2.3, AES-256-CBC, prf, Old software",
        "'', AES-256-CBC, prf, Old software",
        "2.6.14, AES-256-GCM, '', ''",
        "'<script>', AES-256-GCM, tls-ekm, ''"
    })
    void oldSoftwareGetsAHint(String version, String cipher, String keys, String hint) {
        String shown = row(version, cipher, keys).hint();
        assertThat(shown.isEmpty()).isEqualTo(hint.isEmpty());
        assertThat(shown).startsWith(hint);
    }

    @Test
    void whatWasAgreedIsSaidInWords() {
        SessionRow row = row("2.6.14", "AES-256-GCM", "tls-ekm");
        assertThat(row.software()).isEqualTo("OpenVPN 2.6.14 on linux (GUI 11), over UDP");
        assertThat(row.protection()).isEqualTo("AES-256-GCM, TLS 1.3, keys from TLS");
        assertThat(row.abilities()).isEqualTo("AES-256-GCM, AES-128-GCM; data-v2, push-update");
    }

    @Test
    void whatIsReachedOnlyFromTheNextDialInOnIsNamedUpToABound() {
        assertThat(row("2.6.14", "AES-256-GCM", "tls-ekm").reconnect()).isEmpty();
        assertThat(row(untold(2, 0)).reconnect()).isEqualTo("10.0.0.0/24, 10.0.1.0/24");
        assertThat(row(untold(10, 4)).reconnect())
                .startsWith("10.0.0.0/24, 10.0.1.0/24, ")
                .endsWith("10.0.7.0/24 and 6 more");
    }

    private static UntoldSubnets untold(int named, int more) {
        return new UntoldSubnets(
                IntStream.range(0, named)
                        .mapToObj(n -> Cidr.parse("10.0." + n + ".0/24").orElseThrow())
                        .toList(),
                more);
    }

    private static SessionRow row(String version, String cipher, String keys) {
        return row(version, cipher, keys, untold(0, 0));
    }

    private static SessionRow row(UntoldSubnets untold) {
        return row("2.6.14", "AES-256-GCM", "tls-ekm", untold);
    }

    private static SessionRow row(
            String version, String cipher, String keys, UntoldSubnets untold) {
        Session session =
                new Session(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        NOW,
                        "192.0.2.1:1194",
                        "udp",
                        "100.64.0.2",
                        cipher,
                        version,
                        "linux",
                        "TLSv1.3",
                        keys,
                        "AES-256-GCM:AES-128-GCM",
                        "GUI 11",
                        "data-v2 push-update",
                        1,
                        2,
                        Optional.empty(),
                        "",
                        NOW,
                        untold);
        return Tunnels.row(session, "Pump", "/nodes/1", "node", Moment.of(NOW, NOW));
    }
}
