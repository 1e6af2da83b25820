package io.fieldgate.server.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `./fieldgate bench soak`, short: a server with two workers, tunnels that come and go.
class SoakTest {
    @Test
    void peersComeAndGoAndNobodyElseNotices() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SoakSettings settings =
                SoakSettings.parse(
                        List.of(
                                "--samples",
                                "3",
                                "--warm-up",
                                "1",
                                "--seconds",
                                "3",
                                "--tunnels",
                                "24",
                                "--flows",
                                "4",
                                "--rate",
                                "400",
                                "--churn",
                                "2"));
        List<String> faults;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            faults = Soak.run(settings, QuickBenchTest.serverJar(), out);
        }
        assertThat(faults).noneMatch(fault -> !fault.startsWith("the heap grew"));
        List<String> rows = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(rows).hasSize(4);
        for (String row : rows.subList(1, 4)) {
            String[] cells = row.split(" \\| ", -1);
            assertThat(Integer.parseInt(cells[1])).as("sent").isGreaterThan(300);
            assertThat(cells[2]).as("lost").isEqualTo("0");
            assertThat(Integer.parseInt(cells[3])).as("redialled").isBetween(4, 7);
        }
    }

    @Test
    void whatGrowsOrGoesWrongIsSaid() {
        List<SoakSample> flat = List.of(sample(10, 50, 0), sample(11, 51, 0), sample(10, 50, 0));
        assertThat(SoakVerdict.faults(flat, 1)).isEmpty();
        List<SoakSample> growing = List.of(sample(10, 50, 0), sample(20, 50, 0), sample(30, 60, 0));
        assertThat(SoakVerdict.faults(growing, 1))
                .containsExactly(
                        "the heap grew by 10.00 MB over 2 samples",
                        "between 50 and 60 files were open");
        List<SoakSample> ending = List.of(sample(10, 50, 1), sample(10, 50, 2));
        assertThat(SoakVerdict.faults(ending, 0)).containsExactly("ended: 3");
        SoakSample losing = new SoakSample(answer(10, 8, 0), 1, 1, 1, 1, 1);
        assertThat(SoakVerdict.faults(List.of(losing), 0))
                .containsExactly("2 packets were lost, and only 1 are counted");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> SoakSettings.parse(List.of("--nonsense", "1")))
                .hasMessageContaining("--nonsense: no such option");
        assertThatThrownBy(() -> SoakSettings.parse(List.of("--rate", "many")))
                .hasMessageContaining("--rate is a number");
        assertThatThrownBy(() -> SoakSettings.parse(List.of("--flows", "300")))
                .hasMessageContaining("300 flows need 600 tunnels");
        assertThatThrownBy(() -> SoakSettings.parse(List.of("--warm-up", "60")))
                .hasMessageContaining("no sample is left");
    }

    private static SoakSample sample(long heapMegabytes, long files, long ended) {
        return new SoakSample(answer(1, 1, ended), heapMegabytes * 1_000_000, 1, files, 1, 0);
    }

    private static Driver.Answer answer(long sent, long received, long ended) {
        return new Driver.Answer(
                Map.of(
                        "sent",
                        sent,
                        "received",
                        received,
                        "ended",
                        ended,
                        "late",
                        0L,
                        "damaged",
                        0L,
                        "duplicated",
                        0L,
                        "reordered",
                        0L));
    }
}
