package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.profile.Remote.Protocol;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a `remote` has that does not say it: port, protocol, time limit.
final class RemoteDefaults implements Section {
    private static final Set<String> NAMES =
            Set.of("proto", "port", "rport", "server-poll-timeout", "connect-timeout");
    private static final int DEFAULT_PORT = 1194;
    private static final int DEFAULT_TIMEOUT_SECONDS = 120;
    private static final int MAX_SECONDS = 86_400;

    private String protocol;
    private int port;
    private int timeoutSeconds;

    RemoteDefaults() {
        protocol = "udp";
        port = DEFAULT_PORT;
        timeoutSeconds = DEFAULT_TIMEOUT_SECONDS;
    }

    RemoteDefaults(RemoteDefaults outside) {
        protocol = outside.protocol;
        port = outside.port;
        timeoutSeconds = outside.timeoutSeconds;
    }

    static boolean knows(String name) {
        return NAMES.contains(name);
    }

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "proto" -> {
                protocolNamed(line.word());
                protocol = line.word();
            }
            case "port", "rport" -> port = portOf(line.word());
            case "server-poll-timeout", "connect-timeout" ->
                    timeoutSeconds = ConfigLine.number(line.word(), 1, MAX_SECONDS);
            default -> {
                return false;
            }
        }
        return true;
    }

    ClientRemote remote(String host, @Nullable String port, @Nullable String protocol)
            throws Refusal {
        String name = protocol == null ? this.protocol : protocol;
        Protocol transport = protocolNamed(name);
        int number = port == null ? this.port : portOf(port);
        Optional<Remote> remote = Remote.of(host, number, transport);
        if (remote.isEmpty()) {
            throw new Refusal(
                    "has no DNS name or IP address", "write the server's name or address");
        }
        return new ClientRemote(remote.get(), RemotesDraft.family(name), timeoutSeconds);
    }

    private static int portOf(String word) throws Refusal {
        return ConfigLine.number(word, 1, 65_535);
    }

    private static Protocol protocolNamed(String name) throws Refusal {
        return switch (name) {
            case "udp", "udp4", "udp6" -> Protocol.UDP;
            case "tcp", "tcp4", "tcp6", "tcp-client", "tcp4-client", "tcp6-client" -> Protocol.TCP;
            default ->
                    throw new Refusal(
                            "names no protocol for a client",
                            "use udp or tcp, with 4 or 6 for one family");
        };
    }
}
