package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.PeerInfo;

/// What a peer says about itself: the result is bounded and printable.
public final class PeerInfoFuzz {

    private PeerInfoFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, PeerInfoFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        String text = input.text();
        bounds.packet(() -> read(text));
    }

    private static void read(String text) {
        PeerInfo info = PeerInfo.parse(text);
        info.version();
        info.platform();
        info.protocolBits();
        info.mtu();
        info.ciphers();
        assertThat(info.values().size()).isLessThanOrEqualTo(PeerInfo.MAX_LINES);
        for (String value : info.values().values()) {
            assertThat(value.length()).isLessThanOrEqualTo(PeerInfo.MAX_VALUE);
            assertThat(value.chars().allMatch(c -> c >= 32 && c < 127)).isTrue();
        }
    }
}
