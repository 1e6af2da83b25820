package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.server.support.Command;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// On what it was measured.
final class Machine {
    private Machine() {}

    static Map<String, String> describe(Path directory) throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", processor());
        facts.put("processors", Integer.toString(processors()));
        facts.put("load average", Files.readString(Path.of("/proc/loadavg")).strip());
        facts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        facts.put("JDK", Runtime.version() + ", " + System.getProperty("java.vendor"));
        List<String> openvpn =
                Command.run(directory, List.of("sh", "-c", "openvpn --version || true"))
                        .lines()
                        .toList();
        facts.put("OpenVPN", openvpn.getFirst().replaceAll(" \\[.*", ""));
        facts.put(
                "its OpenSSL",
                openvpn.stream()
                        .filter(line -> line.startsWith("library versions:"))
                        .map(line -> line.replace("library versions: ", "").replaceAll(",.*", ""))
                        .findFirst()
                        .orElse("?"));
        facts.put("socket buffers up to", setting("/proc/sys/net/core/rmem_max") + " bytes");
        return facts;
    }

    /// Such files give out all at the first read, and nothing at the next.
    private static String setting(String file) throws IOException {
        byte[] buffer = new byte[64];
        try (FileInputStream in = new FileInputStream(file)) {
            int length = Math.max(0, in.read(buffer));
            return new String(buffer, 0, length, StandardCharsets.US_ASCII).strip();
        }
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceAll(".*: ", ""))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    /// Not those that this process may use, which are fewer.
    private static int processors() throws IOException {
        return (int)
                Files.readAllLines(Path.of("/proc/stat")).stream()
                        .filter(line -> line.matches("cpu\\d+ .*"))
                        .count();
    }
}
