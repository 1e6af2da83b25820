package io.fieldgate.portal.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsLabelTest {
    @ParameterizedTest
    @CsvSource({
        "Pump 07, pump-07",
        "'  --Kläranlage Süd (Hof)!  ', klaranlage-sud-hof",
        "PLC_1, plc-1",
        "ﬁne ½, fine-1-2",
        "7, node-7",
        "192.168.1.10, node-192-168-1-10",
        "水泵, node",
        "🚰, node",
        "a.b/c, a-b-c"
    })
    void aNameBecomesALabel(String name, String label) {
        assertThat(DnsLabel.of(name, "node")).isEqualTo(label);
    }

    @Test
    void aLongNameBecomesALabelWithRoomForANumber() {
        String label = DnsLabel.of("x".repeat(55) + " yz".repeat(50), "node");
        assertThat(label).hasSizeLessThanOrEqualTo(56).doesNotEndWith("-");
    }

    @Test
    void namesThatBecomeTheSameLabelGetNumbers() {
        Set<String> taken = new HashSet<>();
        for (String name : new String[] {"Pump", "pump!", "PUMP", "Pump 2"}) {
            taken.add(DnsLabel.unique(name, "node", taken::contains));
        }
        assertThat(taken).containsExactlyInAnyOrder("pump", "pump-2", "pump-3", "pump-2-2");
    }
}
