package io.fieldgate.openvpn.certificate;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Time in a certificate (RFC 5280 section 4.1.2.5): `YYMMDDHHMMSSZ` to 2049, `YYYYMMDDHHMMSSZ`
/// from 2050.
final class DerTime {
    private static final int UTC_LENGTH = 13;
    private static final int GENERALIZED_LENGTH = 15;
    private static final int PIVOT = 50;
    private static final int FIRST_GENERALIZED_YEAR = 2050;

    private DerTime() {}

    static Instant parse(Der time) throws RefusedException {
        String text = new String(time.contentBytes(), StandardCharsets.ISO_8859_1);
        if (time.tag() == Der.UTC_TIME && text.length() == UTC_LENGTH) {
            int year = digits(text, 0);
            return instant(year + (year < PIVOT ? 2000 : 1900), text.substring(2));
        }
        if (time.tag() == Der.GENERALIZED_TIME && text.length() == GENERALIZED_LENGTH) {
            int year = digits(text, 0) * 100 + digits(text, 2);
            if (year >= FIRST_GENERALIZED_YEAR) {
                return instant(year, text.substring(4));
            }
        }
        throw RefusedException.malformed("time");
    }

    private static Instant instant(int year, String rest) throws RefusedException {
        if (rest.charAt(rest.length() - 1) != 'Z') {
            throw RefusedException.malformed("time is not in UTC");
        }
        try {
            return LocalDateTime.of(
                            year,
                            digits(rest, 0),
                            digits(rest, 2),
                            digits(rest, 4),
                            digits(rest, 6),
                            digits(rest, 8))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchTime) {
            throw RefusedException.malformed("no such time");
        }
    }

    private static int digits(String text, int at) throws RefusedException {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            throw RefusedException.malformed("time");
        }
        return tens * 10 + ones;
    }
}
