package io.fieldgate.openvpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.OptionsString;

/// The options string that peers compare; the answer stays printable and short.
public final class OptionsStringFuzz {

    private OptionsStringFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bounds.check(input, OptionsStringFuzz::run);
    }

    private static void run(FuzzInput input, Bounds bounds) {
        String text = input.text();
        bounds.packet(() -> mirror(text));
    }

    private static void mirror(String text) {
        OptionsString options = new OptionsString(text);
        options.argument("dev-type");
        options.has("comp-lzo");
        String mirrored = options.mirrored();
        assertThat(mirrored.length()).isLessThanOrEqualTo(512);
        assertThat(mirrored.chars().allMatch(c -> c >= 32 && c < 127)).isTrue();
    }
}
