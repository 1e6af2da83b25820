package io.fieldgate.openvpn.profile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The directives of OpenVPN 2.4 to 2.7 that the reader knows and does not use, with the reason.
///
/// What would loosen a check or change the packets when left out is refused. What concerns only the
/// openvpn program or the machine around it is reported. What changes nothing is passed over.
final class KnownDirectives {
    /// What becomes of a directive.
    enum Treatment {
        REFUSED,
        REPORTED,
        SILENT
    }

    /// How to speak of a directive.
    record Rule(Treatment treatment, String reason, String remedy) {}

    private enum Group {
        PROGRAMS(
                Treatment.REFUSED,
                "runs a program or belongs to one, and a profile never runs anything here",
                "remove the line; do this work outside of the profile",
                """
                up down down-pre up-delay up-restart route-up route-pre-down ipchange tls-verify
                plugin script-security client-connect client-disconnect client-crresponse
                learn-address auth-user-pass-verify tls-crypt-v2-verify iproute dns-updown
                tls-export-cert
                """),
        SERVER(
                Treatment.REFUSED,
                "is for servers",
                "remove the line, or take a client's profile",
                """
                auth-gen-token auth-gen-token-secret auth-user-pass-optional bcast-buffers
                ccd-exclusive client-cert-not-required client-config-dir client-to-client
                connect-freq connect-freq-initial dh disable duplicate-cn hash-size
                ifconfig-ipv6-pool ifconfig-ipv6-push ifconfig-pool ifconfig-pool-linear
                ifconfig-pool-persist ifconfig-push ifconfig-push-constraint inetd iroute
                iroute-ipv6 max-clients max-routes-per-client override-username
                port-share push push-continuation push-remove push-reset server server-bridge
                server-ipv6 stale-routes-check tcp-queue-limit tls-crypt-v2-max-age tls-server
                username-as-common-name verify-client-cert vlan-accept vlan-pvid vlan-tagging
                """),
        COMMANDS(
                Treatment.REFUSED,
                "is a command for the openvpn program",
                "remove the line",
                """
                config genkey help mktun rmtun service show-adapters show-ciphers show-curves
                show-digests show-engines show-gateway show-groups show-net show-pkcs11-ids
                show-tls show-valid-subnets test-crypto version
                """),
        CHECKS(
                Treatment.REFUSED,
                "is a check that is not made here, and leaving it out would loosen the profile",
                "use verify-x509-name and remote-cert-tls server in its place",
                """
                verify-hash peer-fingerprint crl-verify remote-cert-ku ns-cert-type x509-track
                x509-username-field pull-filter route-nopull
                """),
        KEYS_ELSEWHERE(
                Treatment.REFUSED,
                "has keys or certificates outside of the profile",
                "insert them as blocks <ca>, <cert> and <key>",
                """
                askpass capath pkcs12 pkcs11-cert-private pkcs11-id pkcs11-id-management
                pkcs11-pin-cache pkcs11-private-mode pkcs11-protected-authentication
                pkcs11-providers cryptoapicert management-external-cert management-external-key
                """),
        PROXIES(
                Treatment.REFUSED,
                "asks for a proxy, which is not supported",
                "connect without a proxy, or use the stock client",
                """
                http-proxy http-proxy-option http-proxy-override http-proxy-retry
                http-proxy-timeout http-proxy-user-pass socks-proxy socks-proxy-retry
                """),
        OTHER_PACKETS(
                Treatment.REFUSED,
                "changes the packets in a way that is not supported",
                "remove it on both ends",
                """
                fragment secret no-iv no-replay keysize ncp-disable link-mtu udp-mtu mtu-dynamic
                tun-mtu-extra allow-deprecated-insecure-static-crypto client-nat proto-force
                replay-persist gremlin
                """),
        COMPRESSION(
                Treatment.REPORTED,
                "is not used: nothing is ever compressed",
                "nothing, or, if no packets pass, remove comp-lzo and compress at the server too",
                "comp-lzo comp-noadapt compress allow-compression"),
        PUSHED(
                Treatment.REPORTED,
                "is not used: the server pushes it",
                "nothing, if the server does",
                """
                auth-token auth-token-user echo parameter explicit-exit-notify ifconfig
                ifconfig-ipv6 key-derivation peer-id ping-exit ping-timer-rem protocol-flags
                route-gateway route-ipv6-gateway session-timeout topology inactive
                """),
        MACHINE(
                Treatment.REPORTED,
                "is not used: addresses, routes and names of this machine are set elsewhere",
                "nothing, or set it on the machine",
                """
                allow-pull-fqdn allow-recursive-routing block-ipv6 block-outside-dns dev-node
                dhcp-internal dhcp-option dhcp-pre-release dhcp-release dhcp-renew dns
                foreign-option ifconfig-noexec ifconfig-nowarn ip-remote-hint ip-win32 lladdr
                max-routes rdns-internal redirect-gateway redirect-private register-dns route
                route-delay route-ipv6 route-method route-metric route-noexec route-table
                setenv-safe show-net-up tap-sleep win-sys windows-driver txqueuelen
                """),
        PROGRAM(
                Treatment.REPORTED,
                "is not used: it concerns the openvpn program",
                "nothing, or remove the line",
                """
                allow-nonadmin cd chroot compat-mode compat-names daemon disable-dco disable-occ
                errors-to-stderr group log log-append machine-readable-output management
                management-client management-client-auth management-client-group
                management-client-pf management-client-user management-forget-disconnect
                management-hold management-log-cache management-query-passwords
                management-query-proxy management-query-remote management-signal
                management-up-down memstats mlock msg-channel nice no-name-remapping opt-verify
                pause-exit
                remap-usr1 setcon single-session status status-version suppress-timestamps
                syslog tls-exit tmp-dir user writepid
                """),
        SOCKETS(
                Treatment.REPORTED,
                "is not used: sockets, packet sizes and limits are chosen here",
                "nothing, or remove the line",
                """
                bind bind-dev connect-retry connect-retry-max fast-io float local lport mark
                max-packet-size mtu-disc mtu-test multihome passtos persist-local-ip
                persist-remote-ip preresolve rcvbuf remote-random-hostname reneg-bytes reneg-pkts
                replay-window shaper sndbuf socket-flags tcp-nodelay tls-timeout tun-mtu-max
                """),
        TLS(
                Treatment.REPORTED,
                "is not used: TLS 1.2 and 1.3 with strong suites only are used in any case",
                "nothing, or remove the line",
                """
                ecdh-curve engine force-tls-key-material-export keying-material-exporter prng
                providers tls-cert-profile tls-cipher tls-ciphersuites tls-groups
                tls-version-max use-prediction-resistance
                """),
        WITHOUT_EFFECT(
                Treatment.SILENT,
                "has no effect",
                "nothing",
                """
                mute mute-replay-warnings nobind persist-key persist-tun resolv-retry tun-ipv6
                verb
                """);

        private final Treatment treatment;
        private final String reason;
        private final String remedy;
        private final String names;

        Group(Treatment treatment, String reason, String remedy, String names) {
            this.treatment = treatment;
            this.reason = reason;
            this.remedy = remedy;
            this.names = names;
        }
    }

    private static final Map<String, Rule> RULES = rules();

    private KnownDirectives() {}

    /// The rule for a directive of this name; empty if it is used or unknown.
    static Optional<Rule> ruleFor(String name) {
        return Optional.ofNullable(RULES.get(name));
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        for (Group group : Group.values()) {
            Rule rule = new Rule(group.treatment, group.reason, group.remedy);
            for (String name : group.names.trim().split("\\s+", -1)) {
                if (rules.put(name, rule) != null) {
                    throw new IllegalStateException("in two groups: " + name);
                }
            }
        }
        return Map.copyOf(rules);
    }
}
