package io.fieldgate.portal.provisioning;

import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Runs secure servers somewhere: as processes, containers, pods.
///
/// Every call is idempotent, returns within a bounded time and throws [IOException] when the place
/// that runs them cannot be reached; the caller then tries again later.
interface Provisioner {
    /// The status of every instance that exists.
    List<InstanceStatus> observe() throws IOException;

    /// Makes sure that the instance runs with this specification.
    Outcome ensure(InstanceSpec instance) throws IOException;

    /// Stops the instance and deletes what it kept. Removing what does not exist is done at once.
    Outcome remove(UUID instanceId) throws IOException;

    /// What came of a request.
    sealed interface Outcome {
        /// It was carried out.
        ///
        /// @param instances the status of every instance afterwards
        record Done(List<InstanceStatus> instances) implements Outcome {
            public Done {
                instances = List.copyOf(instances);
            }
        }

        /// Somebody else listens on the instance's UDP or TCP port.
        record PortTaken(String message) implements Outcome {}

        /// It was not carried out, for a reason that an operator has to know.
        record Refused(String message) implements Outcome {}
    }
}
