package io.fieldgate.launcher.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// As whom a child process runs and to whom its files belong.
///
/// Every child gets a session of its own (`setsid`), so that Ctrl-C in the terminal reaches the
/// launcher alone and the launcher ends its children in order. Run by root, it also loses every
/// privilege for good (`setpriv`).
public sealed interface Account {
    /// The command that runs the given one as this account.
    List<String> command(List<String> command);

    /// Makes the file or directory belong to this account; does not follow links.
    void own(Path path) throws IOException;

    /// The user who called the launcher.
    record Self() implements Account {
        @Override
        public List<String> command(List<String> command) {
            return prefixed(List.of("setsid"), command);
        }

        @Override
        public void own(Path path) {}
    }

    /// A user who exists as a number only. The launcher is run by root.
    ///
    /// @param id user and group number, from [UserIds]
    /// @param lowPorts may listen on ports below 1024; the one capability that is left
    record Unprivileged(int id, boolean lowPorts) implements Account {
        @Override
        public List<String> command(List<String> command) {
            List<String> drop = new ArrayList<>();
            drop.add("setsid");
            drop.add("setpriv");
            drop.add("--reuid=" + id);
            drop.add("--regid=" + id);
            drop.add("--clear-groups");
            drop.add("--no-new-privs");
            if (lowPorts) {
                drop.add("--inh-caps=-all,+net_bind_service");
                drop.add("--ambient-caps=-all,+net_bind_service");
                drop.add("--bounding-set=-all,+net_bind_service");
            } else {
                drop.add("--inh-caps=-all");
                drop.add("--bounding-set=-all");
            }
            drop.add("--");
            return prefixed(drop, command);
        }

        @Override
        public void own(Path path) throws IOException {
            Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return List.copyOf(all);
    }
}
