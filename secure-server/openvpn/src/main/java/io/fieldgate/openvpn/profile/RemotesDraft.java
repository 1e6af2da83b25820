package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.profile.ClientRemote.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where to connect: `remote`, its defaults, and `<connection>` blocks.
///
/// As in OpenVPN 2, defaults reach remotes wherever they stand, but only those blocks that come
/// after them.
final class RemotesDraft implements Section {
    static final int MAX_REMOTES = 64;

    private final Findings findings;
    private final List<Entry> entries = new ArrayList<>();
    private final List<ClientRemote> ofBlocks = new ArrayList<>();
    private final RemoteDefaults defaults = new RemoteDefaults();
    private boolean randomOrder;

    private record Entry(ConfigLine line, String host, @Nullable String port, @Nullable String as) {
        static Entry of(ConfigLine line) throws Refusal {
            List<String> words = line.words(1, 3);
            return new Entry(
                    line,
                    words.getFirst(),
                    words.size() > 1 ? words.get(1) : null,
                    words.size() > 2 ? words.get(2) : null);
        }

        ClientRemote resolve(RemoteDefaults defaults) throws Refusal {
            return defaults.remote(host, port, as);
        }
    }

    RemotesDraft(Findings findings) {
        this.findings = findings;
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "remote" -> {
                checkNumber();
                entries.add(Entry.of(line));
            }
            case "connection" -> {
                checkNumber();
                takeBlock(line);
            }
            case "remote-random" -> {
                line.words(0, 0);
                randomOrder = true;
            }
            default -> {
                return takeDefault(line);
            }
        }
        return true;
    }

    boolean randomOrder() {
        return randomOrder;
    }

    List<ClientRemote> build() {
        List<ClientRemote> remotes = new ArrayList<>(ofBlocks);
        for (Entry entry : entries) {
            try {
                if (!ofBlocks.isEmpty()) {
                    throw new Refusal(
                            "stands beside a connection block, where OpenVPN does not use it",
                            "put it into a connection block of its own");
                }
                remotes.add(entry.resolve(defaults));
            } catch (Refusal refusal) {
                findings.refuse(entry.line().number(), "remote", refusal);
            }
        }
        if (remotes.isEmpty() && entries.isEmpty()) {
            findings.refuse(
                    0, "remote", new Refusal("is missing", "add where the server is: remote"));
        }
        return remotes;
    }

    private void checkNumber() throws Refusal {
        if (entries.size() + ofBlocks.size() == MAX_REMOTES) {
            throw new Refusal("is one remote too many (at most 64)", "remove some");
        }
    }

    private boolean takeDefault(ConfigLine line) throws Refusal {
        if (!RemoteDefaults.knows(line.name())) {
            return false;
        }
        if (!ofBlocks.isEmpty()) {
            throw new Refusal(
                    "stands after a connection block, where OpenVPN does not use it",
                    "put it before the first connection block or inside");
        }
        return defaults.take(line);
    }

    private void takeBlock(ConfigLine block) throws Refusal {
        if (block.block().isEmpty()) {
            throw new Refusal("is a block", "write <connection>, lines, </connection>");
        }
        RemoteDefaults inside = new RemoteDefaults(defaults);
        Entry entry = null;
        for (ConfigLine line : ConfigText.read(block.block().get(), block.number(), findings)) {
            try {
                if (line.name().equals("remote")) {
                    if (entry != null) {
                        throw new Refusal("is given twice in a block", "use a block for each");
                    }
                    entry = Entry.of(line);
                } else if (!inside.take(line)) {
                    leaveOut(line);
                }
            } catch (Refusal refusal) {
                findings.refuse(line.number(), line.name(), refusal);
            }
        }
        if (entry == null) {
            throw new Refusal("has no remote", "add a remote to the block or remove the block");
        }
        ofBlocks.add(entry.resolve(inside));
    }

    private void leaveOut(ConfigLine line) throws Refusal {
        KnownDirectives.Rule rule = KnownDirectives.ruleFor(line.name()).orElse(null);
        if (rule == null || rule.treatment() == KnownDirectives.Treatment.REFUSED) {
            throw new Refusal(
                    "is not supported in a connection block", "put it outside or remove it");
        }
        if (rule.treatment() == KnownDirectives.Treatment.REPORTED) {
            findings.leaveOut(line.number(), line.name(), rule.reason(), rule.remedy());
        }
    }

    /// The address family of a protocol's name: `udp4`, `tcp6-client`.
    static Family family(String protocol) {
        if (protocol.indexOf('4') >= 0) {
            return Family.IPV4;
        }
        return protocol.indexOf('6') >= 0 ? Family.IPV6 : Family.ANY;
    }
}
