package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.Mutations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InBandMessageTest {
    private static final String PING = "2a187bf3641eb4cb07ed2d0a981fc748";
    private static final String OCC = "287f346bd4ef7a812d56b8d3afc5459c";

    @Test
    void aPingIsExactlyItsSixteenBytes() {
        assertThat(InBandMessage.isPing(buffer(PING))).isTrue();
        assertThat(InBandMessage.isPing(InBandMessage.ping())).isTrue();
        assertThat(InBandMessage.isPing(buffer("00" + PING).position(1))).isTrue();
        assertThat(InBandMessage.isPing(buffer(PING + "00"))).isFalse();
        assertThat(InBandMessage.isPing(buffer(PING.substring(2)))).isFalse();
        assertThat(InBandMessage.isPing(buffer(PING.replace("48", "49")))).isFalse();
    }

    @Test
    void onlyTypeSixIsAnExit() {
        assertThat(InBandMessage.isExit(buffer(OCC + "06"))).isTrue();
        assertThat(InBandMessage.isExit(InBandMessage.exit())).isTrue();
        assertThat(InBandMessage.isExit(buffer(OCC + "00"))).isFalse();
        assertThat(InBandMessage.isExit(buffer(OCC))).isFalse();
        assertThat(InBandMessage.isOcc(buffer(OCC + "00"))).isTrue();
        assertThat(InBandMessage.isOcc(buffer(PING + "06"))).isFalse();
    }

    @Test
    void noPayloadMakesItThrow() {
        Mutations mutations = new Mutations("InBandMessageTest");
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            ByteBuffer payload = mutations.noiseOrMutantOf(bytes(OCC + "06"));
            InBandMessage.isPing(payload);
            assertThat(InBandMessage.isExit(payload) && !InBandMessage.isOcc(payload)).isFalse();
        }
    }
}
