package io.fieldgate.openvpn.certificate;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The subject alternative names. They decide nothing here, but what stands there must be a name:
/// others who read the certificate may believe it.
final class AlternativeNames {
    private static final int DNS_LENGTH_MAX = 253;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}+(?<!-))?+";
    private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*+");
    private static final Pattern LAST_LABEL_IS_NUMBER = Pattern.compile("(?:.*\\.)?[0-9]++");
    private static final String WILDCARD = "*.";
    private static final Pattern MAILBOX = Pattern.compile("([!-?A-~]++)@([!-?A-~]++)");
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+:[!-~]++");

    private AlternativeNames() {}

    static List<GeneralName> parse(@Nullable Der list) throws RefusedException {
        if (list == null) {
            return List.of();
        }
        List<GeneralName> names = GeneralName.list(list.expect(Der.SEQUENCE));
        for (GeneralName name : names) {
            RefusedException.require(
                    isName(name),
                    RefusalReason.ALTERNATIVE_NAME,
                    "a subject alternative name is malformed");
        }
        return names;
    }

    static boolean isHost(String text) {
        return text.length() <= DNS_LENGTH_MAX
                && HOST.matcher(text).matches()
                && !LAST_LABEL_IS_NUMBER.matcher(text).matches();
    }

    static boolean isMailbox(String text) {
        return MAILBOX.matcher(text).matches() && isHost(hostOf(text));
    }

    static String hostOf(String mailbox) {
        return mailbox.substring(mailbox.indexOf('@') + 1);
    }

    static boolean isWildcard(String text) {
        return text.startsWith(WILDCARD);
    }

    private static boolean isName(GeneralName name) throws RefusedException {
        int length = name.value().length();
        return switch (name.type()) {
            case GeneralName.DNS -> isDnsName(name.text());
            case GeneralName.EMAIL -> isMailbox(name.text());
            case GeneralName.URI -> URI.matcher(name.text()).matches();
            case GeneralName.IP -> length == IPV4_LENGTH || length == IPV6_LENGTH;
            case GeneralName.DIRECTORY -> name.directoryName().length() > 0;
            default -> length > 0;
        };
    }

    /// A host, or `*.` before one of two labels or more.
    private static boolean isDnsName(String text) {
        if (!isWildcard(text)) {
            return isHost(text);
        }
        String parent = text.substring(WILDCARD.length());
        return parent.indexOf('.') > 0 && isHost(parent);
    }
}
