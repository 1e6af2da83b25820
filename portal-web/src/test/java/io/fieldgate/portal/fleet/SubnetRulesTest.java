package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.portal.shared.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetRulesTest {
    private static final VpnNetwork NETWORK = new VpnNetwork(3);

    @ParameterizedTest
    @CsvSource({
        "192.168.1.0/24,192.168.1.0/24",
        "10.0.0.0/8,10.0.0.0/8",
        "192.168.1.7,192.168.1.7/32",
        "100.64.0.0/18,100.64.0.0/18",
        "223.255.255.0/24,223.255.255.0/24",
        "' 172.16.0.0/12 ',172.16.0.0/12"
    })
    void aCanonicalSubnetIsTaken(String typed, String prefix) {
        Cidr cidr = SubnetRules.parse(typed);
        assertThat(cidr).hasToString(prefix);
        assertThat(SubnetRules.fault(cidr, NETWORK)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "192.168.1.0/33",
                "192.168.1/24",
                "256.1.1.0/24",
                "01.2.3.0/24",
                "::/0",
                "fd00::/8",
                "1.2.3.4/",
                "1.2.3.4/24/24",
                "１９２.168.1.0/24",
                "1.2.3.0/024"
            })
    void whatIsNoSubnetIsRefused(String typed) {
        assertThatThrownBy(() -> SubnetRules.parse(typed)).isInstanceOf(RefusedException.class);
    }

    @Test
    void anAddressWithinASubnetIsRefusedWithTheSubnetThatWasMeant() {
        assertThatThrownBy(() -> SubnetRules.parse("192.168.1.1/24"))
                .hasMessageContaining("192.168.1.0/24");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "0.0.0.0/8",
                "127.0.0.0/8",
                "127.1.2.0/24",
                "169.254.0.0/16",
                "169.254.169.254",
                "224.0.0.0/4",
                "239.1.1.0/24",
                "240.0.0.0/4",
                "255.255.255.255",
                "10.0.0.0/7",
                "128.0.0.0/1",
                "100.64.192.0/18",
                "100.64.200.0/24",
                "100.64.0.0/10"
            })
    void whatCannotLieBehindANodeIsRefusedWithWords(String prefix) {
        assertThat(SubnetRules.fault(Cidr.parse(prefix).orElseThrow(), NETWORK)).isNotBlank();
    }

    @Test
    void overlapsAreFoundBothWays() {
        Cidr wide = Cidr.parse("10.20.0.0/16").orElseThrow();
        Cidr narrow = Cidr.parse("10.20.30.0/24").orElseThrow();
        Cidr beside = Cidr.parse("10.21.0.0/16").orElseThrow();
        assertThat(wide.overlaps(narrow)).isTrue();
        assertThat(narrow.overlaps(wide)).isTrue();
        assertThat(wide.overlaps(beside)).isFalse();
        assertThat(wide.overlaps(wide)).isTrue();
    }

    @Test
    void vpnNetworksAreApartAndTheirAddressesLieInside() {
        Cidr all = Cidr.parse("100.64.0.0/10").orElseThrow();
        for (int i = 0; i < VpnNetwork.COUNT; i++) {
            VpnNetwork network = new VpnNetwork(i);
            assertThat(network.cidr().overlaps(all)).isTrue();
            if (i > 0) {
                assertThat(network.cidr().overlaps(new VpnNetwork(i - 1).cidr())).isFalse();
            }
            for (int host : new int[] {VpnNetwork.FIRST_PEER_HOST, VpnNetwork.LAST_PEER_HOST}) {
                assertThat(Cidr.parse(network.address(host)).orElseThrow().overlaps(network.cidr()))
                        .isTrue();
            }
        }
        assertThat(new VpnNetwork(255).cidr()).hasToString("100.127.192.0/18");
    }
}
