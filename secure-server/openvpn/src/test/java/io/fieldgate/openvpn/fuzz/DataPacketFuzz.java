package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.Opening;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.Vectors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Data packets: noise, and genuine ones that were damaged, repeated or reordered. Nothing opens
/// that was not sealed, nothing twice.
public final class DataPacketFuzz {

    private DataPacketFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, DataPacketFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        DataCipher[] ciphers = DataCipher.values();
        DataCipher cipher = ciphers[input.below(ciphers.length)];
        DataFormat format =
                switch (input.below(3)) {
                    case 0 -> new DataFormat.Aead(cipher);
                    case 1 -> new DataFormat.Epoch(cipher);
                    default -> new DataFormat.Cbc(CbcCipher.AES_256_CBC, HmacDigest.SHA256);
                };
        DataKey sender = DataKey.create(format, true, 1, material(), new Random(1));
        DataKey receiver = DataKey.create(format, false, 1, material(), new Random(1));
        List<ByteBuffer> genuine = new ArrayList<>();
        Set<Integer> opened = new HashSet<>();
        for (int step = 0; input.hasMore() && step < 200; step++) {
            switch (input.below(4)) {
                case 0 -> genuine.add(seal(sender, input));
                case 1 -> open(receiver, ByteBuffer.wrap(input.counted()), bounds, false);
                case 2 -> {
                    if (!genuine.isEmpty()) {
                        int which = input.below(genuine.size());
                        boolean was = open(receiver, genuine.get(which).slice(), bounds, true);
                        assertThat(was && !opened.add(which)).as("opened twice").isFalse();
                    }
                }
                default -> {
                    if (!genuine.isEmpty()) {
                        ByteBuffer damaged = copy(genuine.get(input.below(genuine.size())));
                        int at = input.u16() % damaged.remaining();
                        int flip = 1 + input.below(255);
                        damaged.put(at, (byte) (damaged.get(at) ^ flip));
                        // The key id is not looked at here.
                        boolean keyIdOnly = at == 0 && flip < 8 && damaged.get(0) >>> 3 == 6;
                        open(receiver, damaged, bounds, keyIdOnly);
                    }
                }
            }
        }
    }

    private static DataKeyMaterial material() {
        return DataKeyMaterial.ofExporter(Vectors.counting(7, DataKeyMaterial.LENGTH));
    }

    private static ByteBuffer seal(DataKey sender, FuzzInput input) {
        int peerId = input.bit() ? input.u16() : DataHeader.NO_PEER_ID;
        byte[] payload = input.exactly(1 + input.u16() % DataKey.MAX_PAYLOAD);
        ByteBuffer out = ByteBuffer.allocate(payload.length + DataKey.SEAL_ROOM);
        sender.seal(peerId, ByteBuffer.wrap(payload), out);
        return out.flip();
    }

    private static boolean open(
            DataKey receiver, ByteBuffer packet, Bounds bounds, boolean mayOpen) {
        ByteBuffer out = ByteBuffer.allocate(packet.remaining() + DataKey.MAX_PAYLOAD);
        boolean[] opened = new boolean[1];
        bounds.packet(() -> opened[0] = isOpened(receiver.open(0, packet, out)));
        assertThat(opened[0] && !mayOpen).as("a forgery opened").isFalse();
        assertThat(opened[0] || out.position() == 0).as("plaintext before the tag").isTrue();
        return opened[0];
    }

    private static boolean isOpened(Opening opening) {
        return opening == Opening.OPENED || opening == Opening.OPENED_LATE;
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }
}
