package io.fieldgate.server.benchmarks.load;

import io.fieldgate.openvpn.ClientConfig;
import io.fieldgate.openvpn.ClientProtection;
import io.fieldgate.openvpn.Credentials;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.server.crypto.LibcryptoHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Makes tunnels to one server.
final class Dialler {
    /// What OpenVPN 2.6 says that it can: without keys by epoch, which its server does not know.
    private static final ClientConfig.Identity IDENTITY =
            new ClientConfig.Identity("2.6.14", "linux", Map.of("IV_PROTO", "990"));

    private static final AeadHome AEAD = LibcryptoHome.find().orElse(AeadHome.JDK);

    private final Reactor reactor;
    private final Scratch scratch;
    private final MemberTls tls;
    private final InetSocketAddress server;
    private final Transport transport;

    Dialler(
            Reactor reactor,
            Scratch scratch,
            MemberTls tls,
            InetSocketAddress server,
            Transport transport) {
        this.reactor = reactor;
        this.scratch = scratch;
        this.tls = tls;
        this.server = server;
        this.transport = transport;
    }

    /// A tunnel that has not begun yet.
    ///
    /// @param from an address of this machine
    Tunnel open(Member member, InetAddress from) throws IOException, GeneralSecurityException {
        ClientConfig config =
                new ClientConfig(
                        server,
                        transport,
                        new ClientProtection.TlsCryptV2(member.v2Key()),
                        tls.context(member),
                        () -> Credentials.NONE,
                        IDENTITY,
                        List.of(DataCipher.AES_256_GCM),
                        Optional.empty(),
                        ClientConfig.Limits.DEFAULT,
                        AEAD);
        InetSocketAddress local = new InetSocketAddress(from, 0);
        Wire wire =
                transport == Transport.UDP
                        ? new UdpWire(local, server, scratch)
                        : new TcpWire(local, server, scratch);
        Tunnel tunnel = new Tunnel(config, wire, reactor::run);
        reactor.add(tunnel);
        return tunnel;
    }

    /// Which of the addresses the next tunnel comes from.
    static Function<Integer, InetAddress> spread(String first, int count) {
        byte[] base = InetAddress.ofLiteral(first).getAddress();
        return index -> {
            byte[] bytes = base.clone();
            bytes[3] += (byte) (index % count);
            try {
                return InetAddress.getByAddress(bytes);
            } catch (java.net.UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        };
    }
}
