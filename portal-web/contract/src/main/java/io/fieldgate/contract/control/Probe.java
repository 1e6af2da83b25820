package io.fieldgate.contract.control;

import org.jspecify.annotations.Nullable;

/// A question to a secure server: does this device answer? It sends an echo request from its
/// gateway address through the node's tunnel, and with a port an opening segment of TCP, which it
/// takes back.
///
/// @param id UUID, for the answer, [ServerEvent.ProbeAnswered]
/// @param nodeId the node behind which the device is
/// @param address the device's own address at the site, or the node's VPN address
/// @param port TCP port, or null
public record Probe(String id, String nodeId, String address, @Nullable Integer port) {}
