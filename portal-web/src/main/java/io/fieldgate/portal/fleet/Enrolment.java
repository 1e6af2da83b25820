package io.fieldgate.portal.fleet;

import java.util.UUID;

/// What a device gets that has turned into a node.
///
/// @param profile the `.ovpn` text, without the private key, which the device has in a file
///   `node.key` beside it: for the device, never for a log
/// @param certificate the node's certificate in PEM
/// @param tenantCa the certificate in PEM of the CA that issued it
public record Enrolment(UUID nodeId, String profile, String certificate, String tenantCa) {
    @Override
    public String toString() {
        return "Enrolment[" + nodeId + "]";
    }
}
