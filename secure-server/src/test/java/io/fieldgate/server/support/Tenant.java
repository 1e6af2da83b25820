package io.fieldgate.server.support;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// One tenant with one secure server and its peers, as a portal would keep them.
public final class Tenant {
    public static final String NETWORK = "100.64.0.0/18";

    private final Path directory;
    private final String secureServerId = UUID.randomUUID().toString();
    private final String tenantId = UUID.randomUUID().toString();
    private final TestCa ca;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private long revision;

    public Tenant(Path directory, TestCa ca) throws IOException, InterruptedException {
        this.directory = directory;
        this.ca = ca;
        openvpn("tls-crypt-v2-server", "v2-server.key");
    }

    /// A peer with all that its profile needs.
    public record Member(String id, String vpnAddress, TestCa.Issued certificate, String v2Key) {}

    public String secureServerId() {
        return secureServerId;
    }

    /// A new peer with a certificate and a tls-crypt-v2 key made by the stock program.
    public Member add(PeerKind kind, Peer.Subnet... subnets) throws Exception {
        String id = UUID.randomUUID().toString();
        String address = "100.64.0." + (peers.size() + 2);
        Member member = member(id, address, ca.issue(id, TestCa.CLIENT));
        peers.put(
                id,
                new Peer(
                        id,
                        kind,
                        Peer.State.ACTIVE,
                        address,
                        List.of(member.certificate().allowed()),
                        List.of(subnets)));
        return member;
    }

    /// Material for an id that the portal need not know.
    public Member member(String id, String address, TestCa.Issued certificate) throws Exception {
        UUID uuid = UUID.fromString(id);
        byte[] metadata =
                ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
        String file = "v2-" + UUID.randomUUID() + ".key";
        Command.run(
                directory,
                List.of(
                        "openvpn",
                        "--tls-crypt-v2",
                        "v2-server.key",
                        "--genkey",
                        "tls-crypt-v2-client",
                        file,
                        Base64.getEncoder().encodeToString(metadata)));
        return new Member(id, address, certificate, Files.readString(directory.resolve(file)));
    }

    public void setState(Member member, Peer.State state) {
        peers.computeIfPresent(
                member.id(),
                (id, peer) ->
                        new Peer(
                                id,
                                peer.kind(),
                                state,
                                peer.vpnAddress(),
                                peer.certificates(),
                                peer.subnets()));
    }

    public void remove(Member member) {
        peers.remove(member.id());
    }

    /// The whole state with the next revision.
    public StateUpdate state(String... endSessions) throws IOException {
        revision++;
        return new StateUpdate(
                0,
                revision,
                settings(RoutingMode.ONE_TO_MANY),
                List.copyOf(peers.values()),
                List.of(),
                List.of(endSessions));
    }

    public ServerSettings settings(RoutingMode mode) throws IOException {
        String pem = Files.readString(directory.resolve("v2-server.key"));
        String key =
                pem.lines().filter(line -> !line.startsWith("-")).collect(Collectors.joining());
        return new ServerSettings(secureServerId, tenantId, mode, NETWORK, key, 5, 20, 3600);
    }

    /// A client profile as the portal writes it.
    public String profile(Member member, String protocol, int port, String... more)
            throws IOException {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "client",
                                "dev tun",
                                "remote 127.0.0.1 " + port + " " + protocol,
                                "nobind",
                                "remote-cert-tls server",
                                "verify-x509-name " + secureServerId + " name",
                                "tls-version-min 1.2",
                                "data-ciphers AES-256-GCM:AES-128-GCM",
                                "push-peer-info",
                                "connect-retry 1 2"));
        lines.addAll(List.of(more));
        return String.join("\n", lines)
                + "\n<ca>\n"
                + ca.pem()
                + "</ca>\n<cert>\n"
                + member.certificate().pem()
                + "</cert>\n<key>\n"
                + member.certificate().keyPem()
                + "</key>\n<tls-crypt-v2>\n"
                + member.v2Key()
                + "</tls-crypt-v2>\n";
    }

    private void openvpn(String kind, String file) throws IOException, InterruptedException {
        Command.run(directory, List.of("openvpn", "--genkey", kind, file));
    }
}
