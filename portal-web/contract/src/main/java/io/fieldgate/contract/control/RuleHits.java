package io.fieldgate.contract.control;

import java.time.Instant;

/// How often a rule decided since the server's start: once for each flow that it allowed, and once
/// for each packet that it denied.
///
/// @param ruleId UUID of the rule
/// @param lastHit when it decided last, by the server's clock
public record RuleHits(String ruleId, long hits, Instant lastHit) {}
