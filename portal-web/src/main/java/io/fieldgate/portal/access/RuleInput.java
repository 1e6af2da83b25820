package io.fieldgate.portal.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.Protocol;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A rule as a person or script wants it; nothing of it is checked yet. What an answer shows beside
/// that is ignored, so that an answer can be sent back.
///
/// @param nodes which nodes, each with all behind it unless `subnets` says less
/// @param groups groups of nodes, as if their nodes were in `nodes`
/// @param subnets prefixes in CIDR form; behind each of the nodes, or behind any
/// @param devices devices, beside what the others say. All four empty: everything
/// @param protocol null: ANY
/// @param ports such as `102` or `5900-5910`; empty: all
/// @param direction who opens the connection; null: FROM_CLIENT
/// @param effect null: ALLOW
@JsonIgnoreProperties({"id", "number", "subject", "hits", "lastHit"})
public record RuleInput(
        @Nullable List<@Nullable UUID> nodes,
        @Nullable List<@Nullable UUID> groups,
        @Nullable List<@Nullable String> subnets,
        @Nullable List<@Nullable UUID> devices,
        @Nullable Protocol protocol,
        @Nullable List<@Nullable String> ports,
        @Nullable Direction direction,
        @Nullable Effect effect,
        @Nullable String note) {}
