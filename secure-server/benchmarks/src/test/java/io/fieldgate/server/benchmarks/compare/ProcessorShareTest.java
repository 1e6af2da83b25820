package io.fieldgate.server.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whoever runs it is root and has control groups.
class ProcessorShareTest {
    private static final List<String> BUSY = List.of("sh", "-c", "while :; do :; done");
    private static final Duration WHILE = Duration.ofSeconds(1);

    @Test
    void aProcessThatWouldTakeAllGetsItsShare() throws Exception {
        Process limited = new ProcessBuilder(BUSY).start();
        Process free = new ProcessBuilder(BUSY).start();
        try {
            ProcessorShare share = ProcessorShare.limit(limited.pid(), 10);
            try {
                ProcessCpu limitedBefore = ProcessCpu.of(limited.pid());
                ProcessCpu freeBefore = ProcessCpu.of(free.pid());
                Thread.sleep(WHILE);

                // However much else runs.
                assertThat(ProcessCpu.of(limited.pid()).since(limitedBefore))
                        .isPositive()
                        .isLessThan(ProcessCpu.of(free.pid()).since(freeBefore) / 2);
            } finally {
                limited.destroyForcibly().waitFor();
                share.remove();
            }
        } finally {
            free.destroyForcibly().waitFor();
            limited.destroyForcibly().waitFor();
        }
    }
}
