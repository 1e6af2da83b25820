package io.fieldgate.server.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Whoever runs it is root and has control groups.
class ProcessorShareTest {
    private static final Duration WHILE = Duration.ofSeconds(1);

    @Test
    void aProcessThatWouldTakeAllGetsItsShare() throws Exception {
        Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            ProcessorShare share = ProcessorShare.limit(busy.pid(), 20);
            ProcessCpu before = ProcessCpu.of(busy.pid());
            Thread.sleep(WHILE);
            long got = ProcessCpu.of(busy.pid()).since(before);

            assertThat(Duration.ofNanos(got)).isPositive().isLessThan(WHILE.dividedBy(2));

            busy.destroyForcibly().waitFor();
            share.remove();
        } finally {
            busy.destroyForcibly().waitFor();
        }
    }
}
