package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.PortRange;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks what a rule says by itself; that what it names exists is checked elsewhere.
final class RuleParser {
    static final int MAX_NOTE = 200;

    /// Nodes, groups, subnets, devices or ports of one rule, each.
    static final int MAX_NAMED = 200;

    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:\\s*-\\s*([0-9]{1,5}))?");
    private static final int LAST_PORT = 65_535;

    private final String prefix;

    private RuleParser(String prefix) {
        this.prefix = prefix;
    }

    /// Parses a list of rules.
    static List<RuleBody> parse(@Nullable List<? extends @Nullable RuleInput> inputs, int max) {
        if (inputs == null) {
            throw RefusedException.invalid("rules", "Send a list of rules: [] for none.");
        }
        if (inputs.size() > max) {
            throw RefusedException.invalid("rules", "At most " + max + " rules.");
        }
        List<RuleBody> bodies = new ArrayList<>();
        for (@Nullable RuleInput input : inputs) {
            String prefix = "[" + bodies.size() + "].";
            if (input == null) {
                throw RefusedException.invalid(prefix, "A rule is missing. Leave it out.");
            }
            bodies.add(new RuleParser(prefix).parse(input));
        }
        return bodies;
    }

    private RuleBody parse(RuleInput input) {
        Protocol protocol = Objects.requireNonNullElse(input.protocol(), Protocol.ANY);
        List<PortRange> ports = each("ports", input.ports(), this::ports);
        if (!ports.isEmpty() && protocol != Protocol.TCP && protocol != Protocol.UDP) {
            throw invalid("ports", "Ports belong to TCP or UDP. Choose one of them as protocol.");
        }
        return new RuleBody(
                each("nodes", input.nodes(), id -> id),
                each("groups", input.groups(), id -> id),
                each("subnets", input.subnets(), this::subnet),
                each("devices", input.devices(), id -> id),
                protocol,
                ports.stream().sorted(Comparator.comparingInt(PortRange::first)).toList(),
                Objects.requireNonNullElse(input.direction(), Direction.FROM_CLIENT),
                Objects.requireNonNullElse(input.effect(), Effect.ALLOW),
                note(input.note()));
    }

    private <A, B> List<B> each(
            String field, @Nullable List<@Nullable A> values, Function<A, B> parse) {
        List<B> parsed = new ArrayList<>();
        for (@Nullable A value : values == null ? List.<A>of() : values) {
            if (value == null) {
                throw invalid(field, "A value of " + field + " is missing. Leave it out.");
            }
            B next = parse.apply(value);
            if (!parsed.contains(next)) {
                parsed.add(next);
            }
        }
        if (parsed.size() > MAX_NAMED) {
            throw invalid(
                    field, "At most " + MAX_NAMED + " of " + field + " in one rule. Make two.");
        }
        return parsed;
    }

    private String note(@Nullable String raw) {
        try {
            return Texts.parse("note", raw, MAX_NOTE);
        } catch (RefusedException e) {
            throw invalid("note", e.refusal().detail());
        }
    }

    private PortRange ports(String raw) {
        Matcher matcher = PORTS.matcher(raw.strip());
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first <= last && last <= LAST_PORT) {
                return new PortRange(first, last);
            }
        }
        throw invalid(
                "ports",
                "Write a port as a number from 0 to 65535, such as 102, or a range, such as"
                        + " 5900-5910.");
    }

    private String subnet(String raw) {
        String text = raw.strip();
        Cidr subnet =
                Cidr.parse(text)
                        .orElseThrow(() ->
                                invalid(
                                        "subnets",
                                        "Write a subnet as address/length, such as"
                                                + " 192.168.1.0/24."));
        if (subnet.length() == 0) {
            throw invalid(
                    "subnets",
                    "Leave the subnets empty when the rule is about all that is behind the nodes.");
        }
        if (text.contains("/") && !subnet.isIpv6() && !subnet.toString().equals(text)) {
            throw invalid(
                    "subnets",
                    text + " is an address within a subnet. Did you mean " + subnet + "?");
        }
        return subnet.toString();
    }

    private RefusedException invalid(String field, String detail) {
        return RefusedException.invalid(prefix + field, detail);
    }
}
