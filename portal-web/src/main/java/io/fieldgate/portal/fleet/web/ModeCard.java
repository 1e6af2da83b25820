package io.fieldgate.portal.fleet.web;

import io.fieldgate.contract.RoutingMode;
import java.util.Arrays;
import java.util.List;

/// A routing mode as a card to choose.
///
/// @param value name of the [RoutingMode]
record ModeCard(String value, String word, String sentence, String sketch) {

    static List<ModeCard> all() {
        return Arrays.stream(RoutingMode.values()).map(ModeCard::of).toList();
    }

    static ModeCard of(RoutingMode mode) {
        return switch (mode) {
            case ONE_TO_MANY ->
                    new ModeCard(
                            mode.name(),
                            "One-to-Many",
                            "Your laptops and servers reach every site. The sites do not reach each"
                                    + " other.",
                            "mode-one-to-many.svg");
            case MANY_TO_MANY ->
                    new ModeCard(
                            mode.name(),
                            "Many-to-Many",
                            "Your laptops and servers reach every site, and the sites reach each"
                                    + " other too.",
                            "mode-many-to-many.svg");
            case IDENTICAL_NETWORKS ->
                    new ModeCard(
                            mode.name(),
                            "Identical Networks",
                            "All sites may use the same addresses: you pick the one to reach.",
                            "mode-identical-networks.svg");
        };
    }
}
