package io.fieldgate.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.TestCa;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as the process host starts it.
class ServerProcessTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path directory;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void itEndsWhenStandardInputIsClosed() throws Exception {
        writeConfig(0);
        Process process = start();
        awaitLog("listening on UDP and TCP port");
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(log()).contains("stopped");
    }

    @Test
    void itEndsOnSigterm() throws Exception {
        writeConfig(0);
        Process process = start();
        awaitLog("listening on UDP and TCP port");
        process.destroy();
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).contains("stopped");
    }

    @Test
    void withoutAPortalItSaysSoAndTriesOn() throws Exception {
        writeConfig(0);
        Process process = start();
        awaitLog("cannot enrol yet: the portal at https://127.0.0.1:9 cannot be reached");
        assertThat(process.isAlive()).isTrue();
        assertThat(log()).doesNotContain("Exception");
    }

    @Test
    void aTakenPortIsSaidInOneLine() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            writeConfig(tcp.getLocalPort());
            Process process = start();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(log()).contains("TCP port " + tcp.getLocalPort() + " is in use");
        }
        try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"))) {
            writeConfig(udp.getLocalPort());
            Process process = start();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(log()).contains("UDP port " + udp.getLocalPort() + " is in use");
        }
    }

    @Test
    void aMissingOrBrokenConfigurationIsSaidInOneLine() throws Exception {
        Process process = start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).contains("server.json is missing").doesNotContain("\tat ");
        Files.writeString(directory.resolve("server.json"), "{\"port\": \"</ca>\"");
        process = start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(log()).contains("server.json cannot be read").doesNotContain("\tat ");
    }

    private Process start() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.fieldgate.server.SecureServer",
                                "--directory",
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        started.add(process);
        return process;
    }

    private void writeConfig(int port) throws Exception {
        TestCa root = new TestCa(directory, "root");
        InstanceConfig config =
                new InstanceConfig(
                        UUID.randomUUID().toString(),
                        port,
                        "https://127.0.0.1:9",
                        root.pem(),
                        "secret");
        Files.write(
                directory.resolve("server.json"), ContractJson.MAPPER.writeValueAsBytes(config));
    }

    private void awaitLog(String text) throws Exception {
        Eventually.that(text, SOON, () -> log().contains(text));
    }

    private String log() throws Exception {
        return Files.readString(directory.resolve("log"));
    }
}
