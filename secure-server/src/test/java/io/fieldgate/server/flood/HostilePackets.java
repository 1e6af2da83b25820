package io.fieldgate.server.flood;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.ReplayId;
import io.fieldgate.openvpn.wire.TlsCrypt;
import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What an attacker sends who has stolen one client's key and invents all addresses.
final class HostilePackets {
    private static final int DATA_LENGTH = 130;

    private final TlsCryptV2ClientKey stolen;
    private final TlsCrypt wrap;
    private final Random random;

    HostilePackets(TlsCryptV2ClientKey stolen, Random random) {
        this.stolen = stolen;
        this.wrap = TlsCrypt.client(stolen.key());
        this.random = random;
    }

    /// A thousand packets in ten parts, shuffled: four resets that the server must answer, one with
    /// a broken key, one without protection, one of noise, one with a guessed cookie and the key,
    /// one with a guessed cookie only, one of data.
    List<byte[]> mixed() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 4; j++) {
                all.add(reset());
            }
            all.add(brokenKey());
            all.add(unprotected());
            all.add(noise());
            all.add(guess(Opcode.CONTROL_WKC_V1));
            all.add(guess(random.nextBoolean() ? Opcode.CONTROL_V1 : Opcode.ACK_V1));
            all.add(data());
        }
        Collections.shuffle(all, random);
        return all;
    }

    /// As a client of 2.6 begins; the server answers it with a cookie.
    byte[] reset() {
        return withKey(packet(Opcode.CONTROL_HARD_RESET_CLIENT_V3, List.of(), 0, 0));
    }

    /// The same with one wrong bit in the wrapped key.
    byte[] brokenKey() {
        byte[] reset = reset();
        reset[reset.length - 3 - random.nextInt(200)] ^= 1;
        return reset;
    }

    /// As a client begins that has no key at all.
    byte[] unprotected() {
        return ByteBuffer.allocate(14)
                .put(Opcode.CONTROL_HARD_RESET_CLIENT_V2.firstByte(0))
                .putLong(random.nextLong() | 1)
                .array();
    }

    byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(600)];
        random.nextBytes(noise);
        return noise;
    }

    /// As a client goes on after the cookie, but with one that the server never gave.
    byte[] guess(Opcode opcode) {
        byte[] packet = packet(opcode, List.of(0), random.nextLong() | 1, 1);
        return opcode.carriesWrappedClientKey() ? withKey(packet) : packet;
    }

    /// Data for one of the first sessions.
    byte[] data() {
        byte[] data = new byte[DATA_LENGTH];
        random.nextBytes(data);
        ByteBuffer.wrap(data).putInt(Opcode.DATA_V2.firstByte(0) << 24 | random.nextInt(8));
        return data;
    }

    private byte[] packet(Opcode opcode, List<Integer> acks, long peerSession, int messageId) {
        ControlPacket packet =
                new ControlPacket(
                        opcode,
                        0,
                        random.nextLong() | 1,
                        acks,
                        peerSession,
                        opcode == Opcode.ACK_V1 ? 0 : messageId,
                        ByteBuffer.allocate(0));
        return bytes(
                wrap.wrap(
                        packet, new ReplayId(ReplayId.EARLY_NEGOTIATION_START, random.nextInt())));
    }

    private byte[] withKey(byte[] packet) {
        ByteBuffer key = stolen.wrapped();
        return ByteBuffer.allocate(packet.length + key.remaining()).put(packet).put(key).array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
