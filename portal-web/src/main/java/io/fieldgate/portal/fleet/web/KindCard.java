package io.fieldgate.portal.fleet.web;

import java.util.List;

/// Who uses a client, as a card to choose.
record KindCard(String value, String word, String sentence, String icon) {

    static List<KindCard> all() {
        return List.of(
                new KindCard("PERSON", "A person", "A laptop, tablet or phone.", "person"),
                new KindCard(
                        "MACHINE",
                        "A machine",
                        "A SCADA server or historian that runs by itself.",
                        "machine"));
    }

    static String word(String value) {
        return all().stream()
                .filter(card -> card.value().equals(value))
                .map(KindCard::word)
                .findFirst()
                .orElseThrow();
    }
}
