package io.fieldgate.pki.ca;

import static io.fieldgate.pki.ca.TestAuthority.NODE;
import static io.fieldgate.pki.ca.TestAuthority.TENANT_A;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.Revocation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process may end after any byte that reached the journal.
class CrashTest {
    @TempDir Path directory;

    @Test
    void everyCrashPointOfAnIssuanceIsRecovered() throws Exception {
        TestAuthority test = new TestAuthority(directory);
        CertificateOrder order = TestAuthority.order(new CertificateSubject.Node(TENANT_A, NODE));
        Path journal = directory.resolve("journal");
        IssuedCertificate released;
        long before;
        try (CertificationAuthority authority = test.open()) {
            authority.ensureTenantCa(TENANT_A);
            before = Files.size(journal);
            released = authority.issue(order);
        }
        byte[] whole = Files.readAllBytes(journal);
        long ordered = lineEnd(whole, before);

        for (long length : cuts(before, ordered, whole.length)) {
            Files.write(journal, Arrays.copyOf(whole, (int) length));
            try (CertificationAuthority authority = test.open()) {
                IssuedCertificate again = authority.issue(order);
                assertThat(authority.issue(order)).isEqualTo(again);
                if (length >= ordered) {
                    assertThat(again.serial()).as("length %d", length).isEqualTo(released.serial());
                    assertThat(TestAuthority.leaf(again).getTBSCertificate())
                            .isEqualTo(TestAuthority.leaf(released).getTBSCertificate());
                } else {
                    assertThat(again.serial()).isNotEqualTo(released.serial());
                }
            }
        }
    }

    @Test
    void everyCrashPointOfTheFirstStartIsRecovered() throws Exception {
        TestAuthority test = new TestAuthority(directory);
        String root;
        try (CertificationAuthority authority = test.open()) {
            root = authority.root();
            authority.ensureTenantCa(TENANT_A);
        }
        Path journal = directory.resolve("journal");
        byte[] whole = Files.readAllBytes(journal);
        for (int length = 0; length <= whole.length; length += 97) {
            Files.write(journal, Arrays.copyOf(whole, length));
            try (CertificationAuthority authority = test.open()) {
                assertThat(TestAuthority.parse(authority.root()).getPublicKey())
                        .isEqualTo(TestAuthority.parse(root).getPublicKey());
                assertThat(authority.ensureTenantCa(TENANT_A)).isNotNull();
            }
        }
    }

    @Test
    void anAcknowledgedRevocationSurvivesATornLineBehindIt() throws Exception {
        TestAuthority test = new TestAuthority(directory);
        String serial;
        try (CertificationAuthority authority = test.open()) {
            authority.ensureTenantCa(TENANT_A);
            serial =
                    authority
                            .issue(TestAuthority.order(new CertificateSubject.Node(TENANT_A, NODE)))
                            .serial();
            authority.revoke(TENANT_A, new Revocation(serial, Revocation.Reason.KEY_COMPROMISE));
        }
        Path journal = directory.resolve("journal");
        byte[] whole = Files.readAllBytes(journal);
        byte[] torn = Arrays.copyOf(whole, whole.length + 100);
        Files.write(journal, torn);
        try (CertificationAuthority authority = test.open()) {
            assertThat(
                            new X509CRLHolder(authority.crl(TENANT_A))
                                    .getRevokedCertificate(new BigInteger(serial, 16)))
                    .isNotNull();
        }
    }

    @Test
    void aKeyWhoseAuthorityWasDestroyedIsRemovedAtTheNextStart() throws Exception {
        TestAuthority test = new TestAuthority(directory);
        Path key = directory.resolve("keys/tenant-" + TENANT_A + ".key");
        byte[] sealed;
        try (CertificationAuthority authority = test.open()) {
            authority.ensureTenantCa(TENANT_A);
            sealed = Files.readAllBytes(key);
            authority.destroyTenantCa(TENANT_A);
        }
        Files.write(key, sealed);
        try (CertificationAuthority _ = test.open()) {
            assertThat(key).doesNotExist();
        }
    }

    @Test
    void noPrivateKeyIsInTheClearOnTheDisk() throws Exception {
        TestAuthority test = new TestAuthority(directory);
        try (CertificationAuthority authority = test.open()) {
            authority.ensureTenantCa(TENANT_A);
        }
        // AlgorithmIdentifier of a PKCS#8 key on P-384, as it stands in each unencrypted key
        byte[] marker = {0x06, 0x05, 0x2B, (byte) 0x81, 0x04, 0x00, 0x22, 0x04};
        for (Path file : files()) {
            assertThat(indexOf(Files.readAllBytes(file), marker)).as("%s", file).isNegative();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static int indexOf(byte[] haystack, byte[] needle) {
        for (int i = 0; i + needle.length <= haystack.length; i++) {
            if (Arrays.equals(haystack, i, i + needle.length, needle, 0, needle.length)) {
                return i;
            }
        }
        return -1;
    }

    private static long lineEnd(byte[] bytes, long from) {
        int i = (int) from;
        while (bytes[i] != '\n') {
            i++;
        }
        return i + 1L;
    }

    /// Around each line's start and end, and some lengths between.
    private static List<Long> cuts(long first, long second, long third) {
        List<Long> cuts =
                new ArrayList<>(List.of(first, first + 1, second - 1, second, second + 1));
        for (long at = first; at < third; at += 101) {
            cuts.add(at);
        }
        cuts.addAll(List.of(third - 1, third));
        return cuts;
    }
}
