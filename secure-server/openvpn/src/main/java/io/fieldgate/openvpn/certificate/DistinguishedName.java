package io.fieldgate.openvpn.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A subject as text (RFC 5280 section 4.1.2.6).
///
/// @param text as OpenVPN shows and compares it: short names, order as encoded, `, ` between the
///   parts and ` + ` within one; nothing is escaped, so a comma in a value looks like two parts
/// @param commonNames the values of CN, in order
/// @param hasEmail whether there is an e-mail address in it
record DistinguishedName(String text, List<String> commonNames, boolean hasEmail) {
    private static final String COMMON_NAME = "550403";
    private static final String EMAIL = "2a864886f70d010901";
    private static final Map<String, String> SHORT_NAMES =
            Map.ofEntries(
                    Map.entry(COMMON_NAME, "CN"),
                    Map.entry("550404", "SN"),
                    Map.entry("550405", "serialNumber"),
                    Map.entry("550406", "C"),
                    Map.entry("550407", "L"),
                    Map.entry("550408", "ST"),
                    Map.entry("550409", "street"),
                    Map.entry("55040a", "O"),
                    Map.entry("55040b", "OU"),
                    Map.entry("55040c", "title"),
                    Map.entry("550411", "postalCode"),
                    Map.entry("550429", "name"),
                    Map.entry("55042a", "GN"),
                    Map.entry("55042e", "dnQualifier"),
                    Map.entry("550461", "organizationIdentifier"),
                    Map.entry(EMAIL, "emailAddress"),
                    Map.entry("0992268993f22c640119", "DC"),
                    Map.entry("0992268993f22c640101", "UID"));

    DistinguishedName {
        commonNames = List.copyOf(commonNames);
    }

    Optional<String> onlyCommonName() {
        return commonNames.size() == 1 ? Optional.of(commonNames.getFirst()) : Optional.empty();
    }

    static DistinguishedName parse(Der name) throws RefusedException {
        List<String> parts = new ArrayList<>();
        List<String> commonNames = new ArrayList<>();
        boolean hasEmail = false;
        DerCursor sets = name.children();
        do {
            List<String> together = new ArrayList<>();
            DerCursor attributes = sets.next(Der.SET).children();
            do {
                DerCursor attribute = attributes.next(Der.SEQUENCE).children();
                String oid = attribute.next(Der.OID).hex();
                String value = string(attribute.next());
                attribute.end();
                together.add(shortName(oid) + "=" + value);
                hasEmail |= oid.equals(EMAIL);
                if (oid.equals(COMMON_NAME)) {
                    commonNames.add(value);
                }
            } while (attributes.hasNext());
            parts.add(String.join(" + ", together));
        } while (sets.hasNext());
        return new DistinguishedName(String.join(", ", parts), commonNames, hasEmail);
    }

    private static String shortName(String oid) throws RefusedException {
        String name = SHORT_NAMES.get(oid);
        if (name == null) {
            throw unreadable();
        }
        return name;
    }

    private static String string(Der value) throws RefusedException {
        Charset charset =
                switch (value.tag()) {
                    case Der.UTF8_STRING -> StandardCharsets.UTF_8;
                    case Der.PRINTABLE_STRING, Der.IA5_STRING -> StandardCharsets.US_ASCII;
                    default -> throw unreadable();
                };
        try {
            String text =
                    charset.newDecoder().decode(ByteBuffer.wrap(value.contentBytes())).toString();
            if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
                throw unreadable();
            }
            return text;
        } catch (CharacterCodingException notText) {
            throw unreadable();
        }
    }

    private static RefusedException unreadable() {
        return new RefusedException(RefusalReason.SUBJECT, "subject cannot be read");
    }
}
