package io.fieldgate.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.launcher.standin.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FilesTest {
    private final TestFolder folder = new TestFolder();

    @AfterEach
    void clean() throws IOException {
        folder.close();
    }

    @Test
    void aWrittenFileHasItsRightsAndLeavesNoDraft() throws IOException {
        Path target = folder.path().resolve("secret");
        WholeFile.write(folder.path(), target, "one", "rw-------", new Account.Self());
        WholeFile.write(folder.path(), target, "two", "rw-------", new Account.Self());
        assertThat(WholeFile.read(target)).isEqualTo("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(folder.path()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aLinkInTheTargetsPlaceIsReplacedNotFollowed() throws IOException {
        Path other = Files.writeString(folder.path().resolve("other"), "untouched");
        Path target = Files.createSymbolicLink(folder.path().resolve("link"), other);
        WholeFile.write(folder.path(), target, "new", "rw-r--r--", new Account.Self());
        assertThat(other).hasContent("untouched");
        assertThat(target).isRegularFile().hasContent("new");
    }

    @Test
    void aLinkIsNotRead() throws IOException {
        Path other = Files.writeString(folder.path().resolve("other"), "not for you");
        Path link = Files.createSymbolicLink(folder.path().resolve("link"), other);
        assertThatThrownBy(() -> WholeFile.read(link)).isInstanceOf(IOException.class);
    }

    @Test
    void deletingAFolderLeavesWhatItsLinksPointTo() throws IOException {
        Path kept = Files.createDirectory(folder.path().resolve("kept"));
        Files.writeString(kept.resolve("file"), "stays");
        Path doomed = Files.createDirectories(folder.path().resolve("doomed/deep"));
        Files.createSymbolicLink(doomed.resolve("link"), kept);
        Files.createSymbolicLink(doomed.resolve("dangling"), Path.of("/nowhere"));
        Trees.delete(folder.path().resolve("doomed"));
        assertThat(folder.path().resolve("doomed")).doesNotExist();
        assertThat(kept.resolve("file")).hasContent("stays");
    }

    @Test
    void deletingWhatIsAbsentIsFine() throws IOException {
        Trees.delete(folder.path().resolve("never/there"));
        Trees.delete(folder.path().resolve("never"));
    }

    @Test
    void rootRefusesADataFolderThatItsUsersCannotReach() throws IOException {
        assertThat(Machine.isRoot()).as("the tests run as root: sudo ./fieldgate test").isTrue();
        Path closed = Files.createDirectory(folder.path().resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> DataFolder.at(closed.resolve("data")).create())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(closed.toString())
                .hasMessageContaining("chmod");
        assertThat(closed).isEmptyDirectory();
    }

    @Test
    void aDataFolderTooDeepForASocketIsRefused() {
        Path deep = folder.path().resolve("x".repeat(120));
        assertThatThrownBy(() -> DataFolder.at(deep).create())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("too long");
    }

    @Test
    void aUserNumberIsGivenOutOnce() {
        int first = UserIds.free(Set.of());
        int second = UserIds.free(Set.of(first));
        assertThat(second).isNotEqualTo(first);
        assertThat(first).isBetween(UserIds.FIRST, UserIds.LAST);
    }
}
