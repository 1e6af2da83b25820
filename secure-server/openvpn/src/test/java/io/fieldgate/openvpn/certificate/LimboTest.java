package io.fieldgate.openvpn.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.certificate.CertificateVerdict.Accepted;
import io.fieldgate.openvpn.certificate.CertificateVerdict.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The x509-limbo suite (Apache-2.0): 193 chains, 144 of which must be refused.
///
/// Each chain is asked with its trusted certificates as the CA (`root`), and, if it has
/// intermediates, once more with the leaf's direct issuer as the CA (`issuer`), as it is with a
/// tenant's issuing CA below our root. A server is asked for by its common name. Where the answer
/// is not the one expected, `deviations.txt` says why; it must name these cases and no others.
class LimboTest {
    private static final Instant NO_TIME_GIVEN = Instant.parse("2025-06-01T00:00:00Z");
    private static final String FOLDER = "/x509-limbo/";

    /// One case with one kind of anchor.
    ///
    /// @param text how it was refused, or `accepted`
    private record Answer(String anchor, String id, boolean expected, boolean given, String text) {
        boolean deviates() {
            return expected != given;
        }

        /// As in the file of deviations.
        String key() {
            return anchor + " " + (given ? "accepted" : "refused") + " " + id;
        }
    }

    @Test
    void noChainGetsAnotherAnswerThanExpectedUnlessAReasonIsWritten() throws Exception {
        List<Answer> answers = new ArrayList<>();
        for (JsonNode testcase : cases()) {
            List<byte[]> trusted = certificates(testcase.get("trusted_certs"));
            answers.add(ask("root", testcase, trusted));
            List<byte[]> issuers = issuers(testcase);
            if (!issuers.isEmpty()) {
                answers.add(ask("issuer", testcase, issuers));
            }
        }
        Map<String, String> actual = new TreeMap<>();
        for (Answer answer : answers) {
            System.out.printf(
                    "%-6s %-75s %-6s %s%n",
                    answer.anchor(),
                    answer.id(),
                    answer.deviates() ? "DEVIATES" : "as due",
                    answer.text());
            if (answer.deviates()) {
                actual.put(answer.key(), answer.text());
            }
        }
        assertThat(answers.stream().filter(answer -> answer.anchor().equals("root"))).hasSize(193);
        assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(written().keySet());
    }

    @Test
    void everyDeviationHasAReason() throws Exception {
        assertThat(written().values())
                .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(9));
    }

    private static Answer ask(String anchor, JsonNode testcase, List<byte[]> anchors) {
        boolean given = false;
        String text = "";
        for (byte[] ca : anchors) {
            CertificateVerdict verdict = verify(testcase, ca);
            given |= verdict instanceof Accepted;
            text =
                    switch (verdict) {
                        case Accepted _ -> "accepted";
                        case Refused(RefusalReason reason, String words) -> reason + ": " + words;
                    };
            if (given) {
                break;
            }
        }
        return new Answer(
                anchor,
                testcase.get("id").asString(),
                testcase.get("expected_result").asString().equals("SUCCESS"),
                given,
                text);
    }

    private static CertificateVerdict verify(JsonNode testcase, byte[] ca) {
        boolean server = testcase.get("validation_kind").asString().equals("SERVER");
        CertificateRules rules =
                new CertificateRules(
                        server ? KeyPurpose.SERVER_AUTH : KeyPurpose.CLIENT_AUTH,
                        false,
                        EnumSet.allOf(KeyType.class),
                        Duration.ZERO);
        JsonNode time = testcase.get("validation_time");
        Instant now =
                time.isNull() ? NO_TIME_GIVEN : OffsetDateTime.parse(time.asString()).toInstant();
        byte[] leaf = der(testcase.get("peer_certificate").asString());
        CertificateVerdict verdict = new CertificateVerifier(ca, rules).verify(leaf, now);
        JsonNode name = testcase.get("expected_peer_name");
        if (verdict instanceof Accepted accepted && server && !name.isNull()) {
            String wanted = name.get("value").asString();
            return new ServerNameRule.CommonName(wanted).allows(accepted)
                    ? verdict
                    : new Refused(RefusalReason.SERVER_NAME, "not " + wanted);
        }
        return verdict;
    }

    /// The intermediates that bear the name of the leaf's issuer.
    private static List<byte[]> issuers(JsonNode testcase) {
        try {
            CertificateFields leaf =
                    CertificateFields.parse(der(testcase.get("peer_certificate").asString()));
            List<byte[]> issuers = new ArrayList<>();
            for (byte[] each : certificates(testcase.get("untrusted_intermediates"))) {
                if (CertificateFields.parse(each).subject().sameBytes(leaf.issuer())) {
                    issuers.add(each);
                }
            }
            return issuers;
        } catch (RefusedException unreadable) {
            return List.of();
        }
    }

    private static Map<String, String> written() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : resource("deviations.txt").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                assertThat(parts).as(line).hasSize(2);
                assertThat(reasons.put(parts[0].strip(), parts[1].strip())).as(line).isNull();
            }
        }
        return reasons;
    }

    private static Iterable<JsonNode> cases() throws IOException {
        return JsonMapper.shared().readTree(resource("limbo-193.json")).get("testcases");
    }

    private static List<byte[]> certificates(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(pem -> der(pem.asString()))
                .toList();
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(LimboTest.class.getResourceAsStream(FOLDER + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
