package io.fieldgate.server.flood;

import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.Tenant;
import io.fieldgate.server.support.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The original as a server, with the same keys and network.
final class StockServerUnderFlood implements FloodedServer {

    private final String name;
    private final Process process;

    private StockServerUnderFlood(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /// @param v2ServerKey file with the tls-crypt-v2 server key
    /// @param more further options, such as `connect-freq-initial 100 10`
    static StockServerUnderFlood start(
            FloodLab lab,
            Path directory,
            TestCa ca,
            Tenant tenant,
            Path v2ServerKey,
            String... more)
            throws Exception {
        TestCa.Issued own = ca.issue(tenant.secureServerId(), TestCa.SERVER);
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "port " + FloodLab.PORT,
                                "proto udp",
                                "dev tun",
                                "topology subnet",
                                "server 100.64.0.0 255.255.192.0",
                                "dh none",
                                "keepalive 5 20",
                                "data-ciphers AES-256-GCM:AES-128-GCM",
                                // One line for each bad packet would cost it more than the packet.
                                "verb 1",
                                "mute 5",
                                "tls-crypt-v2 " + v2ServerKey + " force-cookie"));
        lines.addAll(List.of(more));
        Path config = directory.resolve("stock-server.conf");
        Path log = directory.resolve("stock-server.log");
        Files.writeString(
                config,
                String.join("\n", lines)
                        + "\n<ca>\n"
                        + ca.pem()
                        + "</ca>\n<cert>\n"
                        + own.pem()
                        + "</cert>\n<key>\n"
                        + own.keyPem()
                        + "</key>\n");
        Process process = lab.startServer(log, List.of("openvpn", "--config", config.toString()));
        Eventually.that(
                "the stock server is up",
                Duration.ofSeconds(20),
                () -> Files.readString(log).contains("Initialization Sequence Completed"));
        String options = more.length == 0 ? "" : ", " + String.join(", ", more);
        return new StockServerUnderFlood("openvpn 2.6, force-cookie" + options, process);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return FloodLab.PORT;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
