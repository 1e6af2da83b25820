package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.openvpn.control.OptionsString;
import io.fieldgate.openvpn.control.PushReply;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushOptionsTest {
    private static final ClientCapabilities OLD = client("IV_PROTO=6\nIV_NCP=2\n");
    private static final ClientCapabilities V26 = client("IV_PROTO=990\nIV_NCP=2\nIV_MTU=1600\n");
    private static final ClientCapabilities V27 = client("IV_PROTO=8094\nIV_NCP=2\nIV_MTU=1600\n");
    private static final Admission.Route ROUTE4 = route("192.168.7.0", 24);
    private static final Admission.Route ROUTE6 = route("fd01:2::", 48);
    private static final Admission.Dns DNS =
            new Admission.Dns(
                    List.of(ip("100.64.0.1"), ip("fd00::1")),
                    List.of("plant.internal", "b.internal"),
                    List.of("internal"));

    private final Admission admission = VirtualWorld.admission(3);

    @Test
    void anIpv6AddressIsPushedWithItsNetworkAndGateway() {
        Admission.TunnelAddress ipv6 =
                new Admission.TunnelAddress(ip("fd00::2"), 64, ip("fd00::1"));
        assertThat(push(admission.withIpv6(ipv6), V26))
                .containsSubsequence(
                        "topology subnet",
                        "ifconfig 100.64.0.2 255.255.192.0",
                        "ifconfig-ipv6 fd00:0:0:0:0:0:0:2/64 fd00:0:0:0:0:0:0:1");
    }

    @Test
    void routesOfBothFamiliesArePushedInTheirOrder() {
        Admission with = admission.with(new LiveSettings(List.of(ROUTE4, ROUTE6), DNS));
        assertThat(push(with, V26))
                .containsSubsequence(
                        "route 192.168.7.0 255.255.255.0", "route-ipv6 fd01:2:0:0:0:0:0:0/48");
    }

    @Test
    void namesGoInTheOldFormToClientsThatDoNotKnowTheNewOne() {
        assertThat(push(admission.withDns(DNS), OLD))
                .containsSubsequence(
                        "dhcp-option DNS 100.64.0.1",
                        "dhcp-option DNS fd00:0:0:0:0:0:0:1",
                        "dhcp-option DOMAIN plant.internal",
                        "dhcp-option DOMAIN-SEARCH b.internal")
                .noneMatch(option -> option.startsWith("dns "));
        for (ClientCapabilities client : List.of(V26, V27)) {
            assertThat(push(admission.withDns(DNS), client))
                    .containsSubsequence(
                            "dns search-domains plant.internal b.internal",
                            "dns server 0 address 100.64.0.1 fd00:0:0:0:0:0:0:1",
                            "dns server 0 resolve-domains internal")
                    .noneMatch(option -> option.startsWith("dhcp-option "));
        }
    }

    @Test
    void noOptionIsLongerThanClientsTake() {
        List<String> domains = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            domains.add("domain-number-" + i + ".of-a-long-name.example.internal");
        }
        Admission.Dns dns = new Admission.Dns(List.of(ip("10.0.0.1")), domains, domains);
        List<String> options = push(admission.withDns(dns), V27);

        assertThat(options).allMatch(option -> option.length() <= PushReply.MAX_OPTION);
        String all = String.join(" ", options);
        assertThat(domains).allMatch(all::contains);
    }

    @Test
    void anotherMtuIsPushedOnlyToClientsThatTakeIt() {
        assertThat(push(admission.withTunMtu(1380), V26)).contains("tun-mtu 1380");
        assertThat(push(admission.withTunMtu(1380), OLD)).noneMatch(o -> o.startsWith("tun-mtu"));
        ClientCapabilities small = client("IV_PROTO=990\nIV_NCP=2\nIV_MTU=1300\n");
        assertThat(push(admission.withTunMtu(1380), small)).noneMatch(o -> o.startsWith("tun-mtu"));
    }

    @Test
    void aTokenIsPushedWithTheNameThatBelongsToIt() {
        Admission.AuthToken token = new Admission.AuthToken("FG_AT_x", Optional.of("anna"));
        assertThat(push(admission.withAuthToken(token, Duration.ofHours(1)), V26))
                .containsSubsequence("peer-id 3", "auth-token FG_AT_x", "auth-token-user YW5uYQ==");
    }

    @Test
    void anUpdateReplacesWhatWasThere() {
        assertThat(PushOptions.update(new LiveSettings(List.of(ROUTE4), DNS), V27))
                .containsExactly(
                        "-route-ipv6",
                        "route 192.168.7.0 255.255.255.0",
                        "dns search-domains plant.internal b.internal",
                        "dns server 0 address 100.64.0.1 fd00:0:0:0:0:0:0:1",
                        "dns server 0 resolve-domains internal");
        assertThat(PushOptions.update(new LiveSettings(List.of(), Admission.Dns.NONE), V27))
                .containsExactly("-route", "-route-ipv6", "-dns");
    }

    @Test
    void whatCannotBeRightIsNotAccepted() {
        assertThatThrownBy(() -> route("fd00::1", 64)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> admission.withTunMtu(575))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> admission.withTunMtu(1601))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        admission.withIpv6(
                                new Admission.TunnelAddress(ip("fd00::2"), 64, ip("10.0.0.1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission.Dns(List.of(), List.of("a,b"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission.Dns(List.of(), List.of(), List.of("a b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission.AuthToken("a,b", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Admission.AuthToken("a".repeat(128), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> push(Admission admission, ClientCapabilities client) {
        DataFormat format = new DataFormat.Aead(DataCipher.AES_256_GCM);
        return PushOptions.of(admission, client, format, Transport.UDP);
    }

    private static ClientCapabilities client(String info) {
        return new ClientCapabilities(PeerInfo.parse(info), new OptionsString("V4"), true);
    }

    private static Admission.Route route(String network, int length) {
        return new Admission.Route(ip(network), length);
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }
}
