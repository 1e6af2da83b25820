package io.fieldgate.openvpn.profile;

import io.fieldgate.openvpn.wire.StaticKey;
import java.util.HexFormat;

/// The text form of a static key: 256 bytes as hexadecimal digits between two lines.
final class StaticKeyText {
    private static final String BEGIN = "-----BEGIN OpenVPN Static key V1-----";
    private static final String END = "-----END OpenVPN Static key V1-----";
    private static final int LINE_DIGITS = 32;

    private StaticKeyText() {}

    /// Text before and after the two lines is passed over, as OpenVPN does.
    static StaticKey parse(String text) throws Refusal {
        int begin = text.indexOf(BEGIN);
        int end = begin < 0 ? -1 : text.indexOf(END, begin + BEGIN.length());
        if (end < 0) {
            throw new Refusal("holds no OpenVPN static key", "insert the key, all lines");
        }
        String digits = text.substring(begin + BEGIN.length(), end).replaceAll("\\s", "");
        if (digits.length() != 2 * StaticKey.LENGTH
                || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new Refusal(
                    "holds a static key that has not 512 hexadecimal digits",
                    "insert the key again, all lines");
        }
        return StaticKey.of(HexFormat.of().parseHex(digits));
    }

    static String write(StaticKey key) {
        String digits = HexFormat.of().formatHex(key.toBytes());
        StringBuilder text = new StringBuilder(BEGIN).append('\n');
        for (int i = 0; i < digits.length(); i += LINE_DIGITS) {
            text.append(digits, i, i + LINE_DIGITS).append('\n');
        }
        return text.append(END).append('\n').toString();
    }
}
