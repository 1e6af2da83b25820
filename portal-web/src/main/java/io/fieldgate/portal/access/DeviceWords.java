package io.fieldgate.portal.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What changed of a device, for the audit log.
final class DeviceWords {
    private DeviceWords() {}

    static String change(DeviceTable.Row before, DeviceTable.Row after) {
        List<String> words = new ArrayList<>();
        add(words, "name", before.name(), after.name());
        add(words, "address", before.address(), after.address());
        add(words, "DNS label", before.label(), after.label());
        add(words, "speaks", words(before.kind()), words(after.kind()));
        if (!before.note().equals(after.note())) {
            words.add("note changed");
        }
        return String.join(", ", words);
    }

    private static void add(List<String> words, String what, String before, String after) {
        if (!before.equals(after)) {
            words.add(what + " " + before + " to " + after);
        }
    }

    private static String words(@Nullable DeviceKind kind) {
        return kind == null ? "not said" : kind.words();
    }
}
