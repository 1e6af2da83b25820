package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.Peer.Device;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Tells which devices behind nodes have names. Implemented by another module.
public interface DeviceSource {
    /// The named devices of a secure server by node, each list in a fixed order. Called in the
    /// transaction that renders the desired state.
    Map<UUID, List<Device>> devices(UUID secureServerId);
}
