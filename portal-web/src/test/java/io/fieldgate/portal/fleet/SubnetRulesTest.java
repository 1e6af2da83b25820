package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.portal.shared.RefusedException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetRulesTest {
    private static final UUID TENANT = UUID.fromString("3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001");
    private static final VpnNetworks NETWORK = new VpnNetworks(TENANT, 3, true);

    @ParameterizedTest
    @CsvSource({
        "192.168.1.0/24,192.168.1.0/24",
        "10.0.0.0/8,10.0.0.0/8",
        "192.168.1.7,192.168.1.7/32",
        "2001:db8:7::/48,2001:db8:7::/48",
        "FD12:0:0:0:0:0:0:0/64,fd12::/64",
        "fd12:0:0:1:0:0:0:7,fd12:0:0:1::7/128",
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
                "fd12::1/64",
                "fd12::%eth0/64",
                "::ffff:1.2.3.4",
                "fd12::/129",
                "fd12::/064",
                "1:2:3/64",
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
                "::/0",
                "::1",
                "64:ff9b::/96",
                "fe80::/64",
                "fec0::/48",
                "ff02::/16",
                "fd00::/8",
                "4000::/48",
                "2001::/31",
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
                assertThat(network.cidrOf(host).overlaps(network.cidr())).isTrue();
            }
        }
        assertThat(new VpnNetwork(255).cidr()).hasToString("100.127.192.0/18");
    }

    @Test
    void withoutIpv6AnIpv6SubnetLiesBehindNoNode() {
        Cidr prefix = Cidr.parse("fd12::/64").orElseThrow();
        assertThat(SubnetRules.fault(prefix, new VpnNetworks(TENANT, 3, false)))
                .contains("switched off");
    }

    @Test
    void theOwnIpv6NetworkLiesBehindNoNode() {
        Cidr own = NETWORK.ipv6Cidr().orElseThrow();
        assertThat(SubnetRules.fault(own, NETWORK)).contains("own VPN network");
        Cidr host = Cidr.parse(String.valueOf(NETWORK.addressIpv6(2))).orElseThrow();
        assertThat(SubnetRules.fault(host, NETWORK)).contains("own VPN network");
    }

    @Test
    void noTwoSecureServersOfATenantShareAnIpv6Network() {
        Set<Cidr> seen = new HashSet<>();
        for (int i = 0; i < VpnNetwork.COUNT; i++) {
            Cidr network = new VpnNetworks(TENANT, i, true).ipv6Cidr().orElseThrow();
            assertThat(network.length()).isEqualTo(64);
            assertThat(network.overlaps(Cidr.parse("fd00::/8").orElseThrow())).isTrue();
            assertThat(seen.add(network)).isTrue();
        }
        assertThat(NETWORK.address(2)).isEqualTo("100.64.192.2");
        assertThat(NETWORK.addressIpv6(2)).endsWith(":3::6440:c002").startsWith("fd");
        assertThat(new VpnNetworks(UUID.randomUUID(), 3, true).ipv6Cidr())
                .isNotEqualTo(NETWORK.ipv6Cidr());
    }
}
