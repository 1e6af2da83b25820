package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.portal.fleet.Cidr;
import java.util.UUID;

/// A flow between a client and something at a node.
///
/// @param address the other side's own address, as it is at the site, as a prefix of one address;
///   or the node's VPN address
/// @param protocol ANY: one that is none of the others
/// @param port to which it is opened, for TCP and UDP
/// @param opener FROM_CLIENT or FROM_NODE
public record Flow(
        UUID clientId, UUID nodeId, Cidr address, Protocol protocol, int port, Direction opener) {}
