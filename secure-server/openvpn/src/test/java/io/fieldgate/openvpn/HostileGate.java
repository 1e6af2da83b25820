package io.fieldgate.openvpn;

import io.fieldgate.openvpn.ServerGate.Verdict;
import io.fieldgate.openvpn.fuzz.Bounds;
import io.fieldgate.openvpn.fuzz.Forged;
import io.fieldgate.openvpn.fuzz.FuzzInput;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import io.fieldgate.openvpn.wire.Vectors;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;

/// A gate that accepts every protection, and a sender who holds all keys but cannot receive.
public final class HostileGate {
    private static final SSLContext TLS = VirtualWorld.PKI.context(VirtualWorld.SERVER);
    private static final byte[] SERVER_KEY = Vectors.counting(1, TlsCryptV2ServerKey.LENGTH);
    private static final StaticKey CLIENT_KEY = StaticKey.of(Vectors.counting(2, 256));
    private static final StaticKey CRYPT_KEY = StaticKey.of(Vectors.counting(3, 256));
    private static final StaticKey AUTH_KEY = StaticKey.of(Vectors.counting(4, 256));
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(VirtualWorld.address("192.0.2.1"), 4000);
    private static final long UNIX = 1_800_000_000L;
    private static final ServerConfig CONFIG = config();

    private final ServerGate gate = ServerGate.create(CONFIG, new Random(1));
    private int sessions;

    /// One packet.
    public void step(FuzzInput input, Bounds bounds) {
        ByteBuffer packet =
                switch (input.below(5)) {
                    case 0 -> ByteBuffer.wrap(input.counted());
                    case 1 -> Forged.tlsCrypt(CRYPT_KEY, input.exactly(17), input.counted());
                    case 2 ->
                            Forged.tlsAuth(
                                    AUTH_KEY, input.exactly(9), input.exactly(8), input.counted());
                    case 3 -> withKey(input, CLIENT_KEY.toBytes());
                    default -> withKey(input, input.counted());
                };
        bounds.packet(() -> receive(packet));
    }

    /// How many sessions were made although the sender never received anything.
    public int sessionsOfNobody() {
        return sessions;
    }

    private static ByteBuffer withKey(FuzzInput input, byte[] content) {
        ByteBuffer packet = Forged.tlsCrypt(CLIENT_KEY, input.exactly(17), input.counted());
        ByteBuffer metadata = ByteBuffer.allocate(content.length + 9).put(content);
        metadata.put((byte) 1).putLong(UNIX);
        ByteBuffer key = Forged.wrappedKey(SERVER_KEY, metadata.array());
        return ByteBuffer.allocate(packet.remaining() + key.remaining())
                .put(packet)
                .put(key)
                .flip();
    }

    private void receive(ByteBuffer packet) {
        int length = packet.remaining();
        switch (gate.receive(5, UNIX, ADDRESS, Transport.UDP, packet)) {
            case Verdict.Dropped _ -> {}
            case Verdict.Reply(ByteBuffer reply) -> {
                if (reply.remaining() > length + MAX_LONGER) {
                    throw new AssertionError(reply.remaining() + " bytes for " + length);
                }
            }
            case Verdict.Accepted _ -> sessions++;
        }
    }

    /// Stateless answers to tls-auth and unprotected resets carry an acknowledgement that the reset
    /// has not; the gate bounds their rate instead.
    private static final int MAX_LONGER = 12;

    private static ServerConfig config() {
        ControlKeys keys =
                ControlKeys.of(
                                new ControlKeys.TlsCryptV2(
                                        new TlsCryptV2ServerSecret(SERVER_KEY),
                                        Optional.of(Duration.ofDays(1)),
                                        true))
                        .withTlsCrypt(CRYPT_KEY)
                        .withTlsAuth(
                                new ControlKeys.TlsAuth(
                                        AUTH_KEY, List.of(HmacDigest.SHA256), false))
                        .withUnprotected();
        return new ServerConfig(TLS, keys);
    }
}
