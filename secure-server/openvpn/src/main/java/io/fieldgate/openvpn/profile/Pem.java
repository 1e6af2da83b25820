package io.fieldgate.openvpn.profile;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PEM text is read down to its DER bytes and written anew, so that nothing else comes through.
final class Pem {
    private static final int MAX_TEXT_LENGTH = 64 * 1024;
    private static final int DER_SEQUENCE = 0x30;
    private static final int LINE = 64;

    private Pem() {}

    /// The DER bytes of the blocks with this label; anything else in the text is refused.
    static List<byte[]> parse(String text, String label, int maxBlocks) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("PEM text too long");
        }
        Pattern block =
                Pattern.compile(
                        "\\s*+-----BEGIN "
                                + label
                                + "-----([A-Za-z0-9+/=\\s]*+)-----END "
                                + label
                                + "-----\\s*+");
        Matcher matcher = block.matcher(text);
        List<byte[]> blocks = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (!matcher.region(at, text.length()).lookingAt() || blocks.size() == maxBlocks) {
                throw new IllegalArgumentException("not " + label + " in PEM form");
            }
            blocks.add(der(matcher.group(1), label));
            at = matcher.end();
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("no " + label);
        }
        return blocks;
    }

    static String write(byte[] der, String label) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static byte[] der(String base64, String label) {
        byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        if (der.length < 2 || (der[0] & 0xff) != DER_SEQUENCE) {
            throw new IllegalArgumentException(label + " is not a DER sequence");
        }
        return der;
    }
}
