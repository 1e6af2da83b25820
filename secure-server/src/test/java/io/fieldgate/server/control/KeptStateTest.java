package io.fieldgate.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStateTest {
    @TempDir private Path directory;

    @Test
    void whatWasKeptIsReadAgain() throws Exception {
        InstanceDirectory files = new InstanceDirectory(directory);
        assertThat(files.state()).isEmpty();
        files.keep(state(7, peer("a"), peer("b")));
        assertThat(files.state()).contains(state(7, peer("a"), peer("b")));
        files.keep(state(8, peer("b")));
        assertThat(files.state()).contains(state(8, peer("b")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stateFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void aTornFileIsNoticedAtEveryLength() throws Exception {
        InstanceDirectory files = new InstanceDirectory(directory);
        files.keep(state(7, peer("a")));
        byte[] whole = Files.readAllBytes(stateFile());
        for (int length = 0; length < whole.length; length++) {
            Files.write(stateFile(), Arrays.copyOf(whole, length));
            assertThatThrownBy(files::state)
                    .as("cut at %d", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aHalfWrittenNewFileDoesNotTouchTheOldOne() throws Exception {
        InstanceDirectory files = new InstanceDirectory(directory);
        files.keep(state(7, peer("a")));
        Files.writeString(directory.resolve("state.json.new"), "{\"fromRev");
        assertThat(files.state()).contains(state(7, peer("a")));
        files.keep(state(8, peer("a")));
        assertThat(files.state()).contains(state(8, peer("a")));
    }

    @Test
    void aDifferenceBuildsOnItsOwnRevisionOnly() {
        DesiredState before = state(7, peer("a"), peer("b"));
        StateUpdate difference =
                new StateUpdate(
                        7, 9, before.settings(), List.of(peer("c")), List.of("a"), List.of());
        assertThat(before.after(difference)).contains(state(9, peer("b"), peer("c")));
        assertThat(state(6, peer("a")).after(difference)).isEmpty();
        assertThat(state(9, peer("a")).after(difference)).isEmpty();
    }

    @Test
    void aWholeStateReplacesEverything() {
        StateUpdate whole =
                new StateUpdate(
                        0, 3, state(1).settings(), List.of(peer("z")), List.of(), List.of());
        assertThat(state(7, peer("a")).after(whole)).contains(state(3, peer("z")));
    }

    private Path stateFile() {
        return directory.resolve("state.json");
    }

    private static DesiredState state(long revision, Peer... peers) {
        ServerSettings settings =
                new ServerSettings(
                        "s", "t", RoutingMode.ONE_TO_MANY, "100.64.0.0/18", "k", 10, 60, 3600);
        Map<String, Peer> byId = new LinkedHashMap<>();
        for (Peer peer : peers) {
            byId.put(peer.id(), peer);
        }
        return new DesiredState(revision, settings, byId);
    }

    private static Peer peer(String id) {
        return new Peer(id, PeerKind.CLIENT, Peer.State.ACTIVE, "100.64.0.2", List.of(), List.of());
    }
}
