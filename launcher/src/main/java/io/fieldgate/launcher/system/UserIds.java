package io.fieldgate.launcher.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// User numbers for processes that must not share one with anybody.
///
/// systemd's overview of user numbers ("Users, Groups, UIDs and GIDs on systemd Systems") leaves
/// 60578 to 61183 to nobody; containers with 65536 numbers have them too. A number that stands in
/// `/etc/passwd`, or under which any process runs (another installation's), is passed over.
public final class UserIds {
    static final int FIRST = 60578;
    static final int LAST = 61183;
    private static final Path PASSWD = Path.of("/etc/passwd");

    private UserIds() {}

    /// The lowest number that is free.
    ///
    /// @param taken numbers given out before by this installation
    /// @throws Refusal when all are in use
    public static int free(Set<Integer> taken) {
        Set<Integer> used = new HashSet<>(taken);
        used.addAll(inPasswd());
        used.addAll(running());
        for (int id = FIRST; id <= LAST; id++) {
            if (!used.contains(id)) {
                return id;
            }
        }
        throw new Refusal(
                "All user numbers from %d to %d are in use. Remove secure servers that are no longer needed."
                        .formatted(FIRST, LAST));
    }

    /// A user other than root that has an entry in `/etc/passwd`, `nobody` if there is one.
    ///
    /// @throws Refusal when there is none
    public static int withPasswdEntry() {
        int found = -1;
        for (String line : passwdLines()) {
            String[] fields = line.split(":", -1);
            if (fields.length < 4 || !fields[2].matches("[0-9]{1,9}") || fields[2].equals("0")) {
                continue;
            }
            if (fields[0].equals("nobody")) {
                return Integer.parseInt(fields[2]);
            }
            found = found < 0 ? Integer.parseInt(fields[2]) : found;
        }
        if (found < 0) {
            throw new Refusal(
                    "/etc/passwd has no user besides root; add one, such as nobody: the database"
                            + " cannot be set up by root.");
        }
        return found;
    }

    private static Set<Integer> inPasswd() {
        Set<Integer> ids = new HashSet<>();
        for (String line : passwdLines()) {
            String[] fields = line.split(":", -1);
            if (fields.length > 2 && fields[2].matches("[0-9]{1,9}")) {
                ids.add(Integer.parseInt(fields[2]));
            }
        }
        return ids;
    }

    private static List<String> passwdLines() {
        try (Stream<String> lines = Files.lines(PASSWD)) {
            return lines.toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<Integer> running() {
        Set<Integer> ids = new HashSet<>();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    ids.add((Integer) Files.getAttribute(process, "unix:uid"));
                } catch (IOException ended) {
                    // between listing and looking
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }
}
