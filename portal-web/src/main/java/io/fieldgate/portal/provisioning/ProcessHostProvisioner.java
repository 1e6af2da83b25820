package io.fieldgate.portal.provisioning;

import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Runs each secure server as a process of its own, through the launcher's process host.
final class ProcessHostProvisioner implements Provisioner {
    private final ProcessHostClient host;

    ProcessHostProvisioner(ProcessHostClient host) {
        this.host = host;
    }

    @Override
    public List<InstanceStatus> observe() throws IOException {
        return switch (host.ask(new HostRequest.Observe())) {
            case HostAnswer.Instances answer -> answer.instances();
            case HostAnswer.Refused refused ->
                    throw new IOException("the process host refused: " + refused.message());
        };
    }

    @Override
    public Outcome ensure(InstanceSpec instance) throws IOException {
        return outcome(host.ask(new HostRequest.Ensure(instance)));
    }

    @Override
    public Outcome remove(UUID instanceId) throws IOException {
        return outcome(host.ask(new HostRequest.Remove(instanceId.toString())));
    }

    private static Outcome outcome(HostAnswer answer) {
        return switch (answer) {
            case HostAnswer.Instances done -> new Outcome.Done(done.instances());
            case HostAnswer.Refused refused ->
                    switch (refused.code()) {
                        case PORT_TAKEN -> new Outcome.PortTaken(refused.message());
                        case NO_SPACE, INVALID, FAILED -> new Outcome.Refused(refused.message());
                    };
        };
    }
}
