package io.fieldgate.openvpn.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects findings, up to a limit of each kind.
final class Findings {
    static final int MAX = 64;

    private final List<Finding> refused = new ArrayList<>();
    private final List<Finding> notUsed = new ArrayList<>();

    void refuse(int line, String directive, Refusal refusal) {
        if (!areFull()) {
            refused.add(Finding.refused(line, directive, refusal));
        }
    }

    void leaveOut(int line, String directive, String reason, String remedy) {
        if (notUsed.size() < MAX) {
            notUsed.add(Finding.notUsed(line, directive, reason, remedy));
        }
    }

    /// Reading on would tell nothing new.
    boolean areFull() {
        return refused.size() == MAX;
    }

    /// In the order of the lines, then what is missing.
    List<Finding> refused() {
        return refused.stream().sorted(Comparator.comparingInt(Findings::place)).toList();
    }

    List<Finding> notUsed() {
        return List.copyOf(notUsed);
    }

    private static int place(Finding finding) {
        return finding.line() == 0 ? Integer.MAX_VALUE : finding.line();
    }
}
