package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.server.benchmarks.load.MappedSites;
import io.fieldgate.server.benchmarks.load.Member;
import io.fieldgate.server.support.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// One tenant's peers, as both servers know them. Every second one is a node, so that our server's
/// rules and flow table have something to do; the stock server knows no difference.
final class Fleet {
    static final String NETWORK = "100.64.0.0";
    static final String NETMASK = "255.255.192.0";
    static final int PREFIX_LENGTH = 18;
    static final int PING_SECONDS = 10;
    static final int PING_RESTART_SECONDS = 60;
    static final int RENEGOTIATE_SECONDS = 3600;

    private static final int FIRST_HOST = 2;

    private final String secureServerId = UUID.randomUUID().toString();
    private final TestCa platformCa;
    private final TestCa tenantCa;
    private final byte[] v2ServerKey;
    private final List<Member> members = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final RoutingMode mode;
    private final int renegotiateSeconds;
    private final Path membersFile;
    private final Path caFile;

    /// @param size how many peers
    Fleet(Path directory, int size) throws Exception {
        this(directory, size, RENEGOTIATE_SECONDS, RoutingMode.ONE_TO_MANY);
    }

    /// @param renegotiateSeconds how old our server lets keys become
    Fleet(Path directory, int size, int renegotiateSeconds, RoutingMode mode) throws Exception {
        this.mode = mode;
        this.renegotiateSeconds = renegotiateSeconds;
        platformCa = new TestCa(directory, "platform");
        tenantCa = new TestCa(directory, "tenant", "prime256v1");
        SecureRandom random = new SecureRandom();
        v2ServerKey = TlsCryptV2ServerKey.generate(random);
        TlsCryptV2ServerKey wrapping = TlsCryptV2ServerKey.of(v2ServerKey);
        MemberCertificates certificates =
                new MemberCertificates(tenantCa, directory.resolve("tenant.key"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            UUID id = UUID.randomUUID();
            MemberCertificates.Made made = certificates.make(id.toString());
            Member member =
                    new Member(
                            made.certificate(),
                            made.key(),
                            wrapping.wrap(
                                    StaticKey.generate(random), ClientKeyMetadata.ofPeer(id)));
            members.add(member);
            lines.add(member.line());
            peers.add(
                    new Peer(
                            id.toString(),
                            i % 2 == 0 ? PeerKind.CLIENT : PeerKind.NODE,
                            Peer.State.ACTIVE,
                            address(i + FIRST_HOST),
                            List.of(made.allowed()),
                            subnets(i)));
        }
        membersFile = Files.write(directory.resolve("members"), lines);
        caFile = Files.writeString(directory.resolve("ca.pem"), tenantCa.pem());
    }

    /// Of a node where sites use the same addresses.
    private List<Peer.Subnet> subnets(int peer) {
        return isMapped() && peer % 2 == 1
                ? List.of(
                        new Peer.Subnet(
                                MappedSites.NETWORK, SubnetSource.ADMIN, MappedSites.prefix(peer)))
                : List.of();
    }

    /// Whether sites use the same addresses and are told apart by unique ones.
    boolean isMapped() {
        return mode == RoutingMode.IDENTICAL_NETWORKS;
    }

    private static String address(int host) {
        return "100.64." + (host >> 8) + "." + (host & 255);
    }

    String secureServerId() {
        return secureServerId;
    }

    TestCa platformCa() {
        return platformCa;
    }

    TestCa tenantCa() {
        return tenantCa;
    }

    /// For the generator.
    Path membersFile() {
        return membersFile;
    }

    /// For the generator.
    Path caFile() {
        return caFile;
    }

    Member member(int index) {
        return members.get(index);
    }

    /// As the stock server reads it.
    String v2ServerKeyPem() {
        String label = "OpenVPN tls-crypt-v2 server key";
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(v2ServerKey);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /// What our server has to do: everybody may reach everybody on the other side, by rules that
    /// have to be looked at.
    StateUpdate state() throws IOException {
        ServerSettings settings =
                new ServerSettings(
                        secureServerId,
                        UUID.randomUUID().toString(),
                        mode,
                        NETWORK + "/" + PREFIX_LENGTH,
                        Base64.getEncoder().encodeToString(v2ServerKey),
                        PING_SECONDS,
                        PING_RESTART_SECONDS,
                        renegotiateSeconds,
                        null,
                        null,
                        null,
                        new ServerSettings.Traffic(true, ServerSettings.Announcements.ACCEPT),
                        null);
        return new StateUpdate(
                0, 1, settings, peers, List.of(), List.of(), new Policy(rules()), null);
    }

    private List<Policy.Rule> rules() {
        List<String> clients =
                peers.stream()
                        .filter(peer -> peer.kind() == PeerKind.CLIENT)
                        .map(Peer::id)
                        .toList();
        return List.of(
                rule(clients, Policy.Protocol.ICMP, List.of()),
                rule(clients, Policy.Protocol.TCP, List.of(new Policy.PortRange(1, 49_151))),
                rule(clients, Policy.Protocol.UDP, List.of(new Policy.PortRange(1, 49_151))));
    }

    private static Policy.Rule rule(
            List<String> clients, Policy.Protocol protocol, List<Policy.PortRange> ports) {
        return new Policy.Rule(
                UUID.randomUUID().toString(),
                clients,
                List.of(),
                protocol,
                ports,
                Policy.Direction.BOTH,
                Policy.Effect.ALLOW);
    }
}
