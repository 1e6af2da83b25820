package io.fieldgate.server.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a load costs a server.
///
/// @param bench whose processor is watched
record LoadMeter(Bench bench, Driver driver) {
    /// @param received packets that came through
    /// @param cpuNanos of the server
    /// @param softSeconds of soft interrupts on the server's first processor
    record Cost(
            long sent,
            long received,
            long nanos,
            long p50Nanos,
            long p99Nanos,
            long cpuNanos,
            double softSeconds) {
        double lossPercent() {
            return sent == 0 ? 100 : 100.0 * (sent - received) / sent;
        }

        double cpuMicrosPerPacket() {
            return cpuNanos / 1e3 / received;
        }

        double packetsPerSecond() {
            return received * 1e9 / nanos;
        }

        /// @param value of a figure that this load led to
        Sample sample(double value) {
            return new Sample(
                    value,
                    lossPercent(),
                    Map.of(
                            "packetsPerSecond",
                            packetsPerSecond(),
                            "serverCpuPercent",
                            100.0 * cpuNanos / nanos,
                            "softInterruptPercent",
                            100e9 * softSeconds / nanos));
        }
    }

    /// Runs a load on a server.
    ///
    /// @param command without the group
    /// @throws IOException if a packet came out other than it went in, twice, or in another order
    Cost run(Running server, String command) throws IOException {
        Processors core = new Processors(List.of(bench.lab().servers().first()));
        ProcessCpu before = server.cpu();
        Processors.Spent softBefore = core.spent();
        Driver.Answer answer = driver.ask(command + " group=" + server.side());
        long cpu = server.cpu().since(before);
        double soft = core.spent().since(softBefore).soft();
        for (String flaw : new String[] {"damaged", "duplicated", "reordered"}) {
            if (answer.get(flaw) != 0) {
                throw new IOException(
                        "%s: %d packets %s by the %s server"
                                .formatted(command, answer.get(flaw), flaw, server.side()));
            }
        }
        return new Cost(
                answer.get("sent"),
                answer.get("received"),
                answer.get("nanos"),
                answer.get("p50"),
                answer.get("p99"),
                cpu,
                soft);
    }
}
