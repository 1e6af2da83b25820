package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The original, which forwards between its clients by itself (`client-to-client`).
record Stock() implements Contender {
    static final int SOCKET_BUFFER = 4 << 20;

    @Override
    public String label() {
        return "stock";
    }

    @Override
    public boolean mapsNetworks() {
        return false;
    }

    @Override
    public boolean isCompiledBefore() {
        return true;
    }

    @Override
    public Installation install(Setup setup) throws Exception {
        Path directory = setup.directory();
        Fleet fleet = setup.fleet();
        Path key = directory.resolve("v2-server.key");
        Files.writeString(key, fleet.v2ServerKeyPem());
        TestCa.Issued own = fleet.tenantCa().issue(fleet.secureServerId(), TestCa.SERVER);
        Path config = directory.resolve("server.conf");
        Files.writeString(
                config,
                String.join("\n", lines(setup.transport(), key))
                        + "\n<ca>\n"
                        + fleet.tenantCa().pem()
                        + "</ca>\n<cert>\n"
                        + own.pem()
                        + "</cert>\n<key>\n"
                        + own.keyPem()
                        + "</key>\n");
        return new Installed(setup, config);
    }

    private static List<String> lines(Transport transport, Path key) {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "port " + Side.PORT,
                                "dev tun",
                                "disable-dco",
                                "topology subnet",
                                "server " + Fleet.NETWORK + " " + Fleet.NETMASK,
                                "client-to-client",
                                "max-clients 16000",
                                "dh none",
                                "tls-version-min 1.3",
                                "keepalive "
                                        + Fleet.PING_SECONDS
                                        + " "
                                        + Fleet.PING_RESTART_SECONDS,
                                "reneg-sec " + Fleet.RENEGOTIATE_SECONDS,
                                "data-ciphers AES-256-GCM",
                                "verb 1",
                                "mute 5",
                                // As it comes it takes ten new clients a second.
                                "connect-freq-initial 100000000 1",
                                "tls-crypt-v2 " + key));
        if (transport == Transport.UDP) {
            lines.add("proto udp4");
            lines.add("sndbuf " + SOCKET_BUFFER);
            lines.add("rcvbuf " + SOCKET_BUFFER);
        } else {
            lines.add("proto tcp4-server");
            lines.add("tcp-nodelay");
        }
        return lines;
    }

    private record Installed(Setup setup, Path config) implements Installation {
        @Override
        public Running launch() throws Exception {
            Path log = setup.directory().resolve("server.log");
            List<String> command =
                    List.of(
                            "openvpn",
                            "--cd",
                            setup.directory().toString(),
                            "--config",
                            "" + config);
            long now = System.currentTimeMillis();
            Process process = setup.lab().startServer(setup.side(), log, command, false);
            return new Running(setup.side(), process, log, now, false);
        }

        @Override
        public void awaitReady(Running running) throws Exception {
            Eventually.that(
                    "the stock server is up, see " + running.log(),
                    Duration.ofSeconds(20),
                    () -> {
                        running.requireAlive();
                        return Files.readString(running.log())
                                .contains("Initialization Sequence Completed");
                    });
        }

        @Override
        public void close() {
            // Files only, and they go with the directory.
        }
    }
}
