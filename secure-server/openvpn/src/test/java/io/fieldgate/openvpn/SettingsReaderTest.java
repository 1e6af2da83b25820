package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The grammar of pushed options.
class SettingsReaderTest {
    @Test
    void addressesAreTyped() {
        PushedSettings settings =
                read(
                        "topology subnet",
                        "ifconfig 10.0.0.2 255.255.252.0",
                        "ifconfig-ipv6 fd00::2/64 fd00::1",
                        "route-gateway 10.0.0.1");
        assertThat(settings.ipv4().orElseThrow().prefixLength()).isEqualTo(22);
        assertThat(settings.ipv4().orElseThrow().otherEnd()).isEmpty();
        assertThat(settings.ipv6().orElseThrow().address()).isEqualTo(address("fd00::2"));
        assertThat(settings.ipv6().orElseThrow().gateway()).hasValue(v6("fd00::1"));
        assertThat(settings.routing().gateway().orElseThrow()).isEqualTo(address("10.0.0.1"));
        assertThat(settings.ignored()).isEmpty();
    }

    @Test
    void withoutTopologyTheSecondAddressIsTheOtherEnd() {
        PushedSettings settings = read("ifconfig 10.8.0.6 10.8.0.5");
        PushedSettings.Ipv4Interface ipv4 = settings.ipv4().orElseThrow();
        assertThat(ipv4.prefixLength()).isEqualTo(32);
        assertThat(ipv4.otherEnd().orElseThrow()).isEqualTo(address("10.8.0.5"));
    }

    @Test
    void routesSayWhereTheyLead() {
        PushedSettings settings =
                read(
                        "route 10.1.0.0 255.255.0.0",
                        "route 10.2.0.1",
                        "route 10.3.0.0 255.255.0.0 vpn_gateway 7",
                        "route 10.4.0.0 255.255.0.0 net_gateway",
                        "route 10.5.0.0 255.255.0.0 10.0.0.9 default",
                        "route-ipv6 fd01::/48 fd00::1 3");
        assertThat(settings.routing().routes())
                .containsExactly(
                        route("10.1.0.0", 16, new PushedSettings.Via.Tunnel(), OptionalInt.empty()),
                        route("10.2.0.1", 32, new PushedSettings.Via.Tunnel(), OptionalInt.empty()),
                        route("10.3.0.0", 16, new PushedSettings.Via.Tunnel(), OptionalInt.of(7)),
                        route(
                                "10.4.0.0",
                                16,
                                new PushedSettings.Via.Outside(),
                                OptionalInt.empty()),
                        route("10.5.0.0", 16, gateway("10.0.0.9"), OptionalInt.empty()),
                        route("fd01::", 48, gateway("fd00::1"), OptionalInt.of(3)));
    }

    @Test
    void theNewerFormOfNameServersCounts() {
        PushedSettings.Dns old = read("dhcp-option DNS 10.0.0.1", "dhcp-option DOMAIN a.b").dns();
        assertThat(old.servers().getFirst().addresses())
                .containsExactly(new InetSocketAddress(address("10.0.0.1"), 53));
        assertThat(old.searchDomains()).containsExactly("a.b");
        PushedSettings.Dns both =
                read(
                                "dhcp-option DNS 10.0.0.1",
                                "dns server 5 address 10.0.0.5",
                                "dns server 1 address [fd00::1]:5353 10.0.0.2:54",
                                "dns server 1 resolve-domains x.y z",
                                "dns server 1 dnssec yes",
                                "dns server 1 transport DoT",
                                "dns server 1 sni ns.example",
                                "dns search-domains c.d")
                        .dns();
        assertThat(both.servers()).hasSize(2);
        assertThat(both.servers().getFirst())
                .isEqualTo(
                        new PushedSettings.DnsServer(
                                List.of(
                                        new InetSocketAddress(address("fd00::1"), 5353),
                                        new InetSocketAddress(address("10.0.0.2"), 54)),
                                List.of("x.y", "z"),
                                "yes",
                                "DoT",
                                "ns.example"));
        assertThat(both.searchDomains()).containsExactly("c.d");
    }

    @Test
    void timesAreTypedAndZeroIsNever() {
        PushedSettings.Times times =
                read("ping 10", "ping-restart 60", "inactive 0", "session-timeout 5").times();
        assertThat(times.ping()).contains(Duration.ofSeconds(10));
        assertThat(times.pingRestart()).contains(Duration.ofMinutes(1));
        assertThat(times.inactive()).isEmpty();
        assertThat(times.sessionTimeout()).contains(Duration.ofSeconds(5));
    }

    @Test
    void redirectionIsAWish() {
        assertThat(read("redirect-gateway def1 ipv6").routing().redirect())
                .contains(Set.of("def1", "ipv6"));
        assertThat(read("redirect-private def1").routing().redirect()).isEmpty();
        assertThat(read("redirect-gateway").routing().redirect()).contains(Set.of());
    }

    @Test
    void aTokenIsNoSetting() {
        PushedSettings settings = read("auth-token s3cret", "auth-token-user YW5uYQ==");
        assertThat(settings.toString()).doesNotContain("s3cret").doesNotContain("YW5u");
    }

    @Test
    void aTunnelMtuIsCutToWhatWasOffered() {
        assertThat(read("tun-mtu 1400").mtu()).isEqualTo(1400);
        assertThat(read("tun-mtu 9000").mtu()).isEqualTo(1600);
        assertThat(read("tun-mtu 68").mtu()).isEqualTo(1500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up /bin/sh",
                "script-security 3",
                "plugin x.so",
                "setenv PATH /tmp",
                "route-up x",
                "remote evil.example",
                "reneg-sec 0",
                "verify-x509-name x",
                "ifconfig 10.0.0.2",
                "ifconfig 10.0.0.2 255.0.255.0 x",
                "ifconfig vpn.example 255.255.255.0",
                "ifconfig-ipv6 fd00::2",
                "ifconfig-ipv6 fd00::2/129",
                "ifconfig-ipv6 fe80::1%eth0/64",
                "route 10.1.2.3 255.255.0.0",
                "route 10.1.0.0 255.0.255.0",
                "route example.net",
                "route 10.1.0.0 255.255.0.0 fd00::1",
                "route 10.1.0.0 255.255.0.0 gateway.example",
                "route 10.1.0.0 255.255.0.0 10.0.0.1 -1",
                "route-ipv6 fd01::1/48",
                "route-ipv6 ::ffff:10.0.0.0/96",
                "route-gateway dhcp",
                "redirect-gateway def1 bypass-everything",
                "peer-id 16777215",
                "peer-id -1",
                "tun-mtu 575",
                "ping 1e3",
                "ping 99999999999",
                "dns server 128 address 10.0.0.1",
                "dns server -1 address 10.0.0.1",
                "dns server 0 address ns.example",
                "dns server 0 address 10.0.0.1:0",
                "dns server 0 address 10.0.0.1:65536",
                "dns server 0 exec x",
                "dns search-domains a..b",
                "dhcp-option DOMAIN $(reboot)",
                "protocol-flags cc-exit new-flag",
                "key-derivation other",
                "topology star",
                "block-ipv6 please"
            })
    void whatDoesNotFitIsSetAside(String option) {
        PushedSettings settings = read("topology subnet", option);
        assertThat(settings.ignored()).containsExactly(option);
    }

    @Test
    void whatIsSetAsideIsPrintableAndBounded() {
        assertThat(read("evil\u001b[31m\u00e9").ignored()).containsExactly("evil_[31m_");
        assertThat(read("x".repeat(300)).ignored().getFirst()).hasSize(255);
        List<String> many = Collections.nCopies(PushedSettings.MAX_IGNORED + 1, "x");
        assertThat(SettingsReader.read(many, 1500).ignored()).hasSize(PushedSettings.MAX_IGNORED);
    }

    private static PushedSettings read(String... options) {
        return SettingsReader.read(List.of(options), 1600);
    }

    private static PushedSettings.Route route(
            String network, int prefixLength, PushedSettings.Via via, OptionalInt metric) {
        return new PushedSettings.Route(address(network), prefixLength, via, metric);
    }

    private static PushedSettings.Via gateway(String text) {
        return new PushedSettings.Via.Gateway(address(text));
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static Inet6Address v6(String text) {
        return (Inet6Address) address(text);
    }
}
