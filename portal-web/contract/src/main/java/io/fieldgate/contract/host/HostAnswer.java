package io.fieldgate.contract.host;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// The process host's answer.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HostAnswer.Instances.class, name = "instances"),
    @JsonSubTypes.Type(value = HostAnswer.Refused.class, name = "refused")
})
public sealed interface HostAnswer {
    /// The status of every instance known to the host.
    record Instances(List<InstanceStatus> instances) implements HostAnswer {
        public Instances {
            instances = List.copyOf(instances);
        }
    }

    /// The request was not carried out.
    ///
    /// @param code such as `PORT_TAKEN`, `NO_SPACE`, `INVALID`
    /// @param message what happened and what to do
    record Refused(Code code, String message) implements HostAnswer {}

    /// Why a request was not carried out.
    enum Code {
        PORT_TAKEN,
        NO_SPACE,
        INVALID,
        FAILED
    }
}
