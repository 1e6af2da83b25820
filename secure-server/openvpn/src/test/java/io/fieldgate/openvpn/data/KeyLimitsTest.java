package io.fieldgate.openvpn.data;

import static io.fieldgate.openvpn.data.Formats.MATERIAL;
import static io.fieldgate.openvpn.data.Formats.PEER_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.HmacDigest;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How far a key without successor may be used.
class KeyLimitsTest {
    private static final KeyHalf HALF = new KeyHalf(MATERIAL, true);
    private static final DataFormat.Cbc CBC =
            new DataFormat.Cbc(CbcCipher.AES_128_CBC, HmacDigest.SHA256);

    private final ByteBuffer out = ByteBuffer.allocate(1000);

    @Test
    void sendingStopsBeforePacketIdsWrap() {
        AeadSealer sealer = aeadSealer(0xffff_fffcL);

        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isTrue();
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isTrue();
        int written = out.position();
        assertThat(out.getInt(written - 36)).isEqualTo(0xffff_fffd);
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isFalse();
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isFalse();
        assertThat(out.position()).isEqualTo(written);
    }

    @Test
    void sendingStopsBeforePacketIdsWrapInCbcToo() {
        CbcSealer sealer = cbcSealer(0xffff_fffdL);

        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isTrue();
        int written = out.position();
        assertThat(sealer.seal(PEER_ID, InBandMessage.ping(), out)).isFalse();
        assertThat(out.position()).isEqualTo(written);
    }

    @Test
    void aKeyWithoutPacketIdsSaysThatItSealsNothing() {
        AeadDataKey aead = (AeadDataKey) Formats.client(Formats.GCM);
        CbcDataKey cbc = (CbcDataKey) Formats.client(Formats.CBC);
        aead.sealer.packetIds.last = PacketIds.END - 2;
        cbc.sealer.packetIds.last = PacketIds.END - 2;
        for (DataKey key : new DataKey[] {aead, cbc}) {
            assertThat(key.seal(PEER_ID, InBandMessage.ping(), out.clear())).isTrue();
            assertThat(key.seal(PEER_ID, InBandMessage.ping(), out.clear())).isFalse();
            assertThat(out.position()).isZero();
        }
    }

    @Test
    void aNewKeyIsAskedForWhenPacketIdsRunOut() {
        AeadSealer sealer = aeadSealer(0xfeff_ffffL);
        AeadOpener opener =
                new AeadOpener(
                        0,
                        AeadKey.classic(DataCipher.AES_256_GCM, HALF),
                        ReplayWindow.STOCK,
                        AeadHome.JDK);

        sealer.seal(PEER_ID, InBandMessage.ping(), out);
        assertThat(opener.open(0, out.flip(), ByteBuffer.allocate(100)).isOpened()).isTrue();
        assertThat(sealer.wantsRekey()).isFalse();
        assertThat(opener.wantsRekey()).isFalse();

        sealer.seal(PEER_ID, InBandMessage.ping(), out.clear());
        assertThat(opener.open(0, out.flip(), ByteBuffer.allocate(100)).isOpened()).isTrue();
        assertThat(sealer.wantsRekey()).isTrue();
        assertThat(opener.wantsRekey()).isTrue();
    }

    @Test
    void aNewKeyIsAskedForWhenPacketIdsRunOutInCbcToo() {
        CbcSealer sealer = cbcSealer(0xfeff_ffffL);
        CbcOpener opener = new CbcOpener(0, new CbcEngine(CBC, HALF), ReplayWindow.STOCK);

        sealer.seal(PEER_ID, InBandMessage.ping(), out);
        assertThat(opener.open(0, out.flip(), ByteBuffer.allocate(100)).isOpened()).isTrue();
        assertThat(sealer.wantsRekey()).isFalse();
        assertThat(opener.wantsRekey()).isFalse();

        sealer.seal(PEER_ID, InBandMessage.ping(), out.clear());
        assertThat(opener.open(0, out.flip(), ByteBuffer.allocate(100)).isOpened()).isTrue();
        assertThat(sealer.wantsRekey()).isTrue();
        assertThat(opener.wantsRekey()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(DataCipher.class)
    void aNewKeyIsAskedForAtSevenEighthsOfTheBoundOfGcm(DataCipher cipher) {
        DataFormat format = new DataFormat.Aead(cipher);
        AeadDataKey client = (AeadDataKey) Formats.client(format);
        AeadDataKey server = (AeadDataKey) Formats.server(format);
        // The ping is one block and one packet.
        client.sealer.key.blocks = 60_129_542_137L - 2;
        server.opener.key.blocks = 60_129_542_137L - 2;

        Formats.opened(server, Formats.ping(client));
        assertThat(client.wantsRekey()).isFalse();
        assertThat(server.wantsRekey()).isFalse();

        Formats.opened(server, Formats.ping(client));
        assertThat(client.wantsRekey()).isEqualTo(cipher != DataCipher.CHACHA20_POLY1305);
        assertThat(server.wantsRekey()).isEqualTo(cipher != DataCipher.CHACHA20_POLY1305);
        assertThat(client.seal(PEER_ID, InBandMessage.ping(), out)).isTrue();
    }

    @Test
    void usageCountsStartedBlocks() {
        AeadKey key = AeadKey.classic(DataCipher.AES_128_GCM, HALF);
        key.count(1);
        assertThat(key.blocks).isEqualTo(1);
        key.count(16);
        assertThat(key.blocks).isEqualTo(2);
        key.count(17);
        assertThat(key.blocks).isEqualTo(4);
    }

    @Test
    void tooManyForgeriesEndAKey() {
        AeadDataKey client = (AeadDataKey) Formats.client(Formats.GCM);
        AeadDataKey server = (AeadDataKey) Formats.server(Formats.GCM);
        ByteBuffer forged = Formats.ping(client);
        forged.put(30, (byte) ~forged.get(30));
        server.opener.key.failures = 1L << 35;
        assertThat(server.wantsRekey()).isFalse();
        assertThat(Formats.open(server, forged)).isEqualTo(Opening.BAD_TAG);
        assertThat(server.wantsRekey()).isTrue();

        server.opener.key.failures = 1L << 36;
        assertThat(Formats.open(server, Formats.ping(client)).isOpened()).isTrue();
        assertThat(Formats.open(server, forged)).isEqualTo(Opening.BAD_TAG);
        assertThat(Formats.open(server, Formats.ping(client))).isEqualTo(Opening.BAD_TAG);
    }

    private static AeadSealer aeadSealer(long firstPacketId) {
        return new AeadSealer(
                0,
                AeadKey.classic(DataCipher.AES_256_GCM, HALF),
                new PacketIds(firstPacketId),
                AeadHome.JDK);
    }

    private static CbcSealer cbcSealer(long firstPacketId) {
        return new CbcSealer(
                0, new CbcEngine(CBC, HALF), new Random(1), new PacketIds(firstPacketId));
    }
}
