package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.Policy;
import java.util.UUID;

/// Tells who may reach what. Implemented by another module.
public interface PolicySource {
    /// All rules of a secure server. Called in the transaction that renders the desired state, and
    /// only when that must hold the policy: when it is whole, and after
    /// [StateChanges#policyChanged].
    Policy policy(UUID secureServerId);
}
