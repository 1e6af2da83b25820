package io.fieldgate.contract.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import org.junit.jupiter.api.Test;

class AllowedCertificateTest {
    private static final AllowedCertificate ONE = new AllowedCertificate("1a", "ff00");

    @Test
    void isEqualInBothPartsOnly() {
        assertThat(ONE)
                .isEqualTo(new AllowedCertificate("1a", "ff00"))
                .hasSameHashCodeAs(new AllowedCertificate("1a", "ff00"))
                .isNotEqualTo(new AllowedCertificate("1b", "ff00"))
                .isNotEqualTo(new AllowedCertificate("1a", "ff01"))
                .isNotEqualTo(null);
    }

    @Test
    void oneWithoutAPartIsLikeNoOther() throws Exception {
        AllowedCertificate half =
                ContractJson.MAPPER.readValue("{\"serial\":\"1a\"}", AllowedCertificate.class);
        assertThat(half).isNotEqualTo(ONE).hasSameHashCodeAs(half);
        assertThat(ONE).isNotEqualTo(half);
    }
}
