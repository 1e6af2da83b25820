package io.fieldgate.openvpn.profile;

import java.util.Set;
import java.util.regex.Pattern;

/// That the profile is for a client with a tunnel of IP packets.
final class FormDraft implements Section {
    private static final Pattern TUN = Pattern.compile("tun[0-9]*");

    private final Findings findings;
    private boolean tun;
    private boolean device;

    FormDraft(Findings findings) {
        this.findings = findings;
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "client", "pull", "tls-client" -> line.words(0, 0);
            case "dev" -> {
                takeDevice(line.word());
                device = true;
            }
            case "dev-type" -> {
                if (!line.word().equals("tun")) {
                    throw onlyTun();
                }
                tun = true;
            }
            case "mode" -> expect(line, "p2p", "is for a server", "write client");
            case "key-method" -> expect(line, "2", "is out of use since 2.4", "remove the line");
            default -> {
                return false;
            }
        }
        return true;
    }

    /// @param takenNames names of the directives that were there, taken or refused
    void finish(Set<String> takenNames) {
        boolean client = takenNames.contains("client");
        boolean parts = takenNames.contains("pull") && takenNames.contains("tls-client");
        if (!client && !parts) {
            findings.refuse(
                    0, "client", new Refusal("is missing: not a client's profile", "add client"));
        }
        if (!takenNames.contains("dev")) {
            findings.refuse(0, "dev", new Refusal("is missing", "add dev tun"));
        } else if (device && !tun) {
            findings.refuse(0, "dev", onlyTun());
        }
    }

    private void takeDevice(String name) throws Refusal {
        if (name.startsWith("tap")) {
            throw onlyTun();
        }
        tun |= TUN.matcher(name).matches();
    }

    private static void expect(ConfigLine line, String value, String reason, String remedy)
            throws Refusal {
        if (!line.word().equals(value)) {
            throw new Refusal(reason, remedy);
        }
    }

    private static Refusal onlyTun() {
        return new Refusal(
                "is no tunnel of IP packets: Ethernet (tap) is not supported",
                "use dev tun on both ends");
    }
}
