package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.MssClamp;
import java.nio.ByteBuffer;

/// The segment size in IP packets from inside the tunnel: four bytes change at most.
public final class MssClampFuzz {

    private MssClampFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, MssClampFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        MssClamp clamp =
                MssClamp.forTransport(
                        input.bit(), input.bit(), new DataFormat.Aead(DataCipher.AES_256_GCM));
        byte[] packet = input.rest();
        byte[] changed = packet.clone();
        bounds.packet(() -> clamp.clamp(FuzzInput.shifted(changed)));
        ByteBuffer buffer = FuzzInput.shifted(packet);
        boolean clamped = clamp.clamp(buffer);
        int differences = 0;
        for (int i = 0; i < packet.length; i++) {
            differences += packet[i] == buffer.get(buffer.position() + i) ? 0 : 1;
        }
        assertThat(differences).isLessThanOrEqualTo(clamped ? 4 : 0);
        assertThat(clamp.clamp(buffer)).isFalse();
    }
}
