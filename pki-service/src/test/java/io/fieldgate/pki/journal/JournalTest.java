package io.fieldgate.pki.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.pki.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("journal");
    }

    @Test
    void whatWasAppendedIsReplayedInOrder() throws Exception {
        List<JournalEntry> written = List.of(crl(1), revoked("ab"), bound(), destroyed(), issued());
        try (Journal journal = Journal.open(file, (_, _) -> {})) {
            for (JournalEntry entry : written) {
                journal.append(entry);
            }
        }
        assertThat(replay()).isEqualTo(written);
    }

    @Test
    void anEntryCanBeReadAgain() throws Exception {
        try (Journal journal = Journal.open(file, (_, _) -> {})) {
            journal.append(crl(1));
            long second = journal.append(revoked("ab"));
            journal.append(crl(2));
            assertThat(journal.read(second)).isEqualTo(revoked("ab"));
        }
    }

    @Test
    void aTornLastLineIsForgottenAtEveryLength() throws Exception {
        try (Journal journal = Journal.open(file, (_, _) -> {})) {
            journal.append(crl(1));
        }
        byte[] first = Files.readAllBytes(file);
        try (Journal journal = Journal.open(file, (_, _) -> {})) {
            journal.append(revoked("ab"));
        }
        byte[] both = Files.readAllBytes(file);
        for (int length = first.length; length < both.length; length++) {
            Files.write(file, Arrays.copyOf(both, length));
            assertThat(replay()).as("length %d", length).containsExactly(crl(1));
            try (Journal journal = Journal.open(file, (_, _) -> {})) {
                journal.append(crl(2));
            }
            assertThat(replay()).containsExactly(crl(1), crl(2));
        }
    }

    @Test
    void aDamagedLineStopsTheStart() throws Exception {
        try (Journal journal = Journal.open(file, (_, _) -> {})) {
            journal.append(crl(1));
            journal.append(crl(2));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(this::replay)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Line 1")
                .hasMessageContaining("backup");
    }

    @Test
    void aLineAboveTheLimitStopsTheStart() throws Exception {
        byte[] line = new byte[Journal.MAX_LINE_BYTES + 1];
        Arrays.fill(line, (byte) 'a');
        Files.write(file, line);
        assertThatThrownBy(this::replay).hasMessageContaining("Line 1");
    }

    @Test
    void onlyOneProcessHasTheJournal() throws Exception {
        try (Journal _ = Journal.open(file, (_, _) -> {})) {
            assertThatThrownBy(this::replay).hasMessageContaining("Another PKI service");
        }
        assertThat(replay()).isEmpty();
    }

    @Test
    void theFileIsForTheOwnerOnly() throws Exception {
        replay();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFailedAppendLeavesNothingBehind() throws Exception {
        Journal journal = Journal.open(file, (_, _) -> {});
        journal.append(crl(1));
        journal.close();
        assertThatThrownBy(() -> journal.append(crl(2))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> journal.append(crl(3))).hasMessageContaining("no more entries");
        assertThat(replay()).containsExactly(crl(1));
    }

    private List<JournalEntry> replay() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        try (Journal _ = Journal.open(file, (_, entry) -> entries.add(entry))) {
            return entries;
        }
    }

    private static JournalEntry crl(long number) {
        return new JournalEntry.CrlNumbered(AT, "tenant-a", number);
    }

    private static JournalEntry revoked(String serial) {
        return new JournalEntry.Revoked(AT, "tenant-a", serial, Revocation.Reason.KEY_COMPROMISE);
    }

    private static JournalEntry bound() {
        return new JournalEntry.PortalBound(AT, null, "cd");
    }

    private static JournalEntry destroyed() {
        return new JournalEntry.AuthorityDestroyed(AT, "tenant-a");
    }

    private static JournalEntry issued() {
        return new JournalEntry.Issued(AT, "order", "tenant-a", "ab", AT, "MA==");
    }
}
