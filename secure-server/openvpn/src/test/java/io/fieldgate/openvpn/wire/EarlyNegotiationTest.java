package io.fieldgate.openvpn.wire;

import static io.fieldgate.openvpn.wire.Vectors.buffer;
import static io.fieldgate.openvpn.wire.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyNegotiationTest {
    @Test
    void whatWeWriteIsUnderstood() {
        assertThat(EarlyNegotiation.resendWrappedClientKey()).isEqualTo(buffer("000100020001"));
        assertThat(asks("000100020001")).isEqualTo(Parsed.of(true));
    }

    @ParameterizedTest
    @CsvSource({
        "'',false",
        "000100020000,false",
        "000100020002,false",
        "00010002ffff,true",
        "00070000000100020001,true",
        "000700030102030001000200010009000105,true"
    })
    void unknownTypesAndFlagsAreSkipped(String payload, boolean asked) {
        assertThat(asks(payload)).isEqualTo(Parsed.of(asked));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0001", "000100", "00010002000100"})
    void aTruncatedListIsRefused(String payload) {
        assertThat(asks(payload)).isEqualTo(Parsed.failed(Flaw.TOO_SHORT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00010002", "0001000200", "00010000", "0001000100", "0007ffff00"})
    void aWrongLengthIsRefused(String payload) {
        assertThat(asks(payload)).isEqualTo(Parsed.failed(Flaw.BAD_LENGTH));
    }

    @Test
    void noBytesMakeItThrow() {
        Mutations mutations = new Mutations("EarlyNegotiationTest");
        byte[] valid = bytes("000700030102030001000200010009000105");
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            assertThat(EarlyNegotiation.asksForWrappedClientKey(mutations.noiseOrMutantOf(valid)))
                    .isNotNull();
        }
    }

    private static Parsed<Boolean> asks(String payload) {
        return EarlyNegotiation.asksForWrappedClientKey(buffer(payload));
    }
}
