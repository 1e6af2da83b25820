package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the server is told: `push-peer-info` and the `UV_` variables of `setenv`.
final class AnnouncementDraft implements Section {
    static final int MAX_VARIABLES = 32;
    static final int MAX_VALUE_LENGTH = 256;

    private static final Pattern VARIABLE = Pattern.compile("UV_[A-Za-z0-9_]{1,61}");

    private final Findings findings;
    private final Map<String, String> variables = new TreeMap<>();
    private boolean full;

    AnnouncementDraft(Findings findings) {
        this.findings = findings;
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "push-peer-info" -> {
                line.words(0, 0);
                full = true;
            }
            case "setenv" -> takeVariable(line);
            default -> {
                return false;
            }
        }
        return true;
    }

    PeerAnnouncement build() {
        return new PeerAnnouncement(full, variables);
    }

    private void takeVariable(ConfigLine line) throws Refusal {
        List<String> words = line.words(1, 2);
        String name = words.getFirst();
        String value = words.size() == 2 ? words.get(1) : "";
        if (name.equals("PUSH_PEER_INFO")) {
            full = true;
        } else if (!name.startsWith("UV_")) {
            findings.leaveOut(
                    line.number(),
                    "setenv",
                    "sets a variable of which only UV_ names are used here",
                    "nothing, or remove the line");
        } else {
            put(name, value);
        }
    }

    private void put(String name, String value) throws Refusal {
        if (!VARIABLE.matcher(name).matches()) {
            throw new Refusal(
                    "has a name that is not UV_ and 1 to 61 letters, digits and underscores",
                    "correct the name");
        }
        if (value.length() > MAX_VALUE_LENGTH || !value.codePoints().allMatch(PlainText::isShown)) {
            throw new Refusal(
                    "has a value of more than 256 characters or with one that does not show",
                    "correct the value");
        }
        if (variables.containsKey(name)) {
            throw new Refusal("sets a variable for the second time", "remove one of the lines");
        }
        if (variables.size() == MAX_VARIABLES) {
            throw new Refusal("is one variable too many (at most 32)", "remove some");
        }
        variables.put(name, value);
    }
}
