package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Protocol;
import java.util.ArrayList;
import java.util.List;

/// Which flows may be opened to one place, by protocol and port.
///
/// @param other whether flows of other protocols than TCP, UDP and ICMP may
public record Openings(PortSet tcp, PortSet udp, boolean icmp, boolean other) {
    static final Openings NONE = new Openings(PortSet.NONE, PortSet.NONE, false, false);
    static final Openings ALL = new Openings(PortSet.ALL, PortSet.ALL, true, true);

    /// The flows that a rule is about.
    static Openings of(Policy.Rule rule) {
        PortSet ports = rule.ports().isEmpty() ? PortSet.ALL : PortSet.of(rule.ports());
        return switch (rule.protocol()) {
            // Ports are those of TCP and UDP: a rule that names some is not about the rest.
            case ANY -> new Openings(ports, ports, rule.ports().isEmpty(), rule.ports().isEmpty());
            case TCP -> new Openings(ports, PortSet.NONE, false, false);
            case UDP -> new Openings(PortSet.NONE, ports, false, false);
            case ICMP -> new Openings(PortSet.NONE, PortSet.NONE, true, false);
        };
    }

    Openings plus(Openings more) {
        return new Openings(
                tcp.plus(more.tcp), udp.plus(more.udp), icmp || more.icmp, other || more.other);
    }

    Openings minus(Openings less) {
        return new Openings(
                tcp.minus(less.tcp), udp.minus(less.udp), icmp && !less.icmp, other && !less.other);
    }

    boolean permits(Protocol protocol, int port) {
        return switch (protocol) {
            case TCP -> tcp.contains(port);
            case UDP -> udp.contains(port);
            case ICMP -> icmp;
            case ANY -> other;
        };
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /// Such as `TCP 102, 502; ping`; `everything`; `everything but ping`; `nothing`.
    public String words() {
        if (isAll()) {
            return "everything";
        }
        String listed = listed();
        String rest = "everything but " + ALL.minus(this).listed();
        return rest.length() < listed.length() ? rest : listed;
    }

    private String listed() {
        List<String> parts = new ArrayList<>();
        if (!tcp.isEmpty() && tcp.equals(udp)) {
            parts.add(ports("TCP and UDP", tcp));
        } else {
            if (!tcp.isEmpty()) {
                parts.add(ports("TCP", tcp));
            }
            if (!udp.isEmpty()) {
                parts.add(ports("UDP", udp));
            }
        }
        if (icmp) {
            parts.add("ping");
        }
        if (other) {
            parts.add("other protocols");
        }
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private static String ports(String protocol, PortSet ports) {
        return ports.equals(PortSet.ALL) ? "all " + protocol : protocol + " " + ports;
    }
}
