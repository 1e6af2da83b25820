package io.fieldgate.contract.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What the portal may ask of the process host, the launcher's part that starts secure servers.
///
/// One request per connection on a Unix domain socket: a line of JSON, answered with a line of JSON
/// ([HostAnswer]). Fixed verbs, typed fields, no command and no path from outside.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verb")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HostRequest.Ensure.class, name = "ensure"),
    @JsonSubTypes.Type(value = HostRequest.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = HostRequest.Observe.class, name = "observe")
})
public sealed interface HostRequest {
    /// Make sure that this instance runs with this specification; start or restart it if not.
    record Ensure(InstanceSpec instance) implements HostRequest {}

    /// Stop the instance and delete its directory.
    record Remove(String instanceId) implements HostRequest {}

    /// Tell the status of all instances.
    record Observe() implements HostRequest {}
}
