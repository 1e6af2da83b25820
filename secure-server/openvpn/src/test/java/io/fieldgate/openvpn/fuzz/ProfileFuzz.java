package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.profile.Finding;
import io.fieldgate.openvpn.profile.ProfileReader;
import io.fieldgate.openvpn.profile.ProfileReading;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `.ovpn` files: nothing throws, and what is refused is named.
public final class ProfileFuzz {
    /// A profile that is nearly complete, so that most inputs get further than its absence.
    private static final String BEFORE = "client\ndev tun\nremote vpn.example.net 1194 udp\n";

    private ProfileFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, ProfileFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        boolean bare = input.bit();
        byte[] bytes = input.rest();
        byte[] file =
                bare
                        ? bytes
                        : (BEFORE + new String(bytes, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8);
        bounds.packet(() -> read(file));
    }

    private static void read(byte[] file) {
        if (ProfileReader.read(file)
                instanceof ProfileReading.Refused(List<Finding> refused, List<Finding> notUsed)) {
            assertThat(refused).isNotEmpty().hasSizeLessThanOrEqualTo(64);
            assertThat(notUsed).isNotNull();
        }
    }
}
