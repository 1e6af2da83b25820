package io.fieldgate.portal.access.web;

import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.portal.access.DeviceKind;
import io.fieldgate.portal.access.RuleView;
import java.util.ArrayList;
import java.util.List;

/// What a rule can be about, as people call it.
///
/// @param ports as in the API; empty: all
record ServicePreset(String value, String words, Protocol protocol, List<String> ports) {
    static final String OTHER_TCP = "OTHER_TCP";
    static final String OTHER_UDP = "OTHER_UDP";
    private static final List<ServicePreset> ALL = all();

    ServicePreset {
        ports = List.copyOf(ports);
    }

    static List<ServicePreset> choices() {
        return ALL;
    }

    boolean takesPorts() {
        return value.equals(OTHER_TCP) || value.equals(OTHER_UDP);
    }

    private static List<ServicePreset> all() {
        List<ServicePreset> all = new ArrayList<>();
        all.add(new ServicePreset("ANY", "Everything", Protocol.ANY, List.of()));
        all.add(new ServicePreset("WEB", "Web (TCP 80, 443)", Protocol.TCP, List.of("80", "443")));
        for (DeviceKind kind : DeviceKind.values()) {
            all.add(
                    new ServicePreset(
                            kind.name(),
                            kind.words() + " (TCP " + kind.port() + ")",
                            Protocol.TCP,
                            List.of(Integer.toString(kind.port()))));
        }
        all.add(new ServicePreset("PING", "Ping", Protocol.ICMP, List.of()));
        all.add(new ServicePreset(OTHER_TCP, "Other TCP ports…", Protocol.TCP, List.of()));
        all.add(new ServicePreset(OTHER_UDP, "Other UDP ports…", Protocol.UDP, List.of()));
        return List.copyOf(all);
    }

    /// The words for what a rule is about.
    static String words(RuleView rule) {
        return ALL.stream()
                .filter(preset -> !preset.takesPorts())
                .filter(preset ->
                        preset.protocol() == rule.protocol() && preset.ports().equals(rule.ports()))
                .findFirst()
                .map(ServicePreset::words)
                .orElseGet(() ->
                        (rule.ports().isEmpty() ? "all " : "")
                                + rule.protocol()
                                + " "
                                + String.join(", ", rule.ports()));
    }

    static ServicePreset of(String value) {
        return ALL.stream()
                .filter(preset -> preset.value().equals(value))
                .findFirst()
                .orElse(ALL.getFirst());
    }
}
