package io.fieldgate.openvpn.certificate;

import static io.fieldgate.openvpn.certificate.DerWriter.concat;
import static io.fieldgate.openvpn.certificate.DerWriter.der;
import static io.fieldgate.openvpn.certificate.DerWriter.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DerTest {
    @Test
    void theOneRightFormIsRead() throws Exception {
        for (String good :
                new String[] {
                    "0500",
                    "0101ff",
                    "010100",
                    "020100",
                    "0201ff",
                    "02020080",
                    "0202ff7f",
                    "030100",
                    "03020780",
                    "06012a",
                    "06038180" + "01",
                    "3000",
                    "3100",
                    "3106020101020102",
                    "a003020102",
                    "800101",
                }) {
            assertThat(Der.parse(hex(good)).encoded()).as(good).isEqualTo(hex(good));
        }
    }

    @Test
    void lengthsAreTheShortest() throws Exception {
        for (int length : new int[] {0x7f, 0x80, 0xff, 0x100, 0xffff}) {
            byte[] whole = der(Der.OCTET_STRING, new byte[length]);
            assertThat(Der.parse(whole).length()).isEqualTo(length);
        }
        byte[] three = concat(hex("0483010000"), new byte[0x10000]);
        assertThat(Der.parse(three).length()).isEqualTo(0x10000);
        refuses("04817f" + "00".repeat(0x7f), "not the shortest");
        refuses("048200ff" + "00".repeat(0xff), "not the shortest");
        refuses("0483000100" + "00".repeat(0x100), "not the shortest");
        refuses("048400010000" + "00".repeat(0x10000), "length");
        refuses("048000", "length");
        refuses("30800000", "length");
    }

    @Test
    void whatIsCutOffOrHasMoreBehindItIsRefused() {
        refuses("", "cut off");
        refuses("30", "cut off");
        refuses("0402ff", "cut off");
        refuses("0481", "length");
        refuses("048201", "length");
        refuses("30020402", "cut off");
        refuses("050000", "behind the end");
    }

    @Test
    void tagsHaveOneByte() {
        refuses("1f0100", "tag");
        refuses("bf850100", "tag");
    }

    @Test
    void primitivesAreInTheirOneForm() {
        refuses("010101", "boolean");
        refuses("0100", "boolean");
        refuses("0102ffff", "boolean");
        refuses("0200", "integer");
        refuses("02020001", "integer");
        refuses("0202ffff", "integer");
        refuses("0300", "bit string");
        refuses("03020880", "bit string");
        refuses("030101", "bit string");
        refuses("03020181", "bit string");
        refuses("050100", "null");
        refuses("0600", "object identifier");
        refuses("060180", "object identifier");
        refuses("0603" + "2a8001", "object identifier");
        refuses("240404020001", "string in pieces");
        refuses("2c00", "string in pieces");
    }

    @Test
    void theElementsOfASetAreInOrderAndDiffer() {
        refuses("3106020102020101", "order");
        refuses("3106020101020101", "order");
    }

    @Test
    void theRulesHoldInsideToo() {
        refuses("3003010101", "boolean");
        refuses("a003010101", "boolean");
        refuses("3103010101", "boolean");
    }

    @Test
    void depthIsBounded() throws Exception {
        byte[] nested = hex("0500");
        for (int depth = 1; depth < 16; depth++) {
            nested = der(Der.SEQUENCE, nested);
        }
        assertThat(Der.parse(nested).tag()).isEqualTo(Der.SEQUENCE);
        refuses(HexFormat.of().formatHex(der(Der.SEQUENCE, nested)), "too deeply");
        byte[] bottomless = hex("3000");
        for (int depth = 0; depth < 5000; depth++) {
            bottomless = der(Der.SEQUENCE, bottomless);
        }
        refuses(HexFormat.of().formatHex(bottomless), "too deeply");
    }

    private static void refuses(String hex, String text) {
        assertThatThrownBy(() -> Der.parse(hex(hex)))
                .as(hex)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(text);
    }
}
