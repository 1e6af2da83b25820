package io.fieldgate.portal.provisioning;

import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Behaves as the launcher's process host does, without processes.
final class HostTwin implements Function<HostRequest, HostAnswer> {
    static final String BOUNDARY = "own process, unprivileged user and directory";

    /// Ports that somebody else listens on.
    final Set<Integer> takenPorts = ConcurrentHashMap.newKeySet();

    private final Map<String, InstanceSpec> instances = new TreeMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final Map<String, String> refusing = new HashMap<>();
    private final List<InstanceSpec> ensured = new ArrayList<>();

    @Override
    public synchronized HostAnswer apply(HostRequest request) {
        switch (request) {
            case HostRequest.Observe _ -> {
                return status();
            }
            case HostRequest.Remove(String id) -> {
                instances.remove(id);
                return status();
            }
            case HostRequest.Ensure(InstanceSpec spec) -> {
                String refusal = refusing.get(spec.instanceId());
                if (refusal != null) {
                    return new HostAnswer.Refused(HostAnswer.Code.NO_SPACE, refusal);
                }
                if (takenPorts.contains(spec.port())) {
                    return new HostAnswer.Refused(
                            HostAnswer.Code.PORT_TAKEN, "Port " + spec.port() + " is taken.");
                }
                ensured.add(spec);
                instances.put(spec.instanceId(), spec);
                return status();
            }
        }
    }

    synchronized Optional<InstanceSpec> instance(UUID serverId) {
        return Optional.ofNullable(instances.get(serverId.toString()));
    }

    synchronized List<InstanceSpec> ensured(UUID serverId) {
        return ensured.stream()
                .filter(spec -> spec.instanceId().equals(serverId.toString()))
                .toList();
    }

    /// Loses the instance, as when its files were deleted by hand.
    synchronized void lose(UUID serverId) {
        instances.remove(serverId.toString());
    }

    synchronized void fail(UUID serverId, String message) {
        failing.put(serverId.toString(), message);
    }

    synchronized void recover(UUID serverId) {
        failing.remove(serverId.toString());
        refusing.remove(serverId.toString());
    }

    synchronized void refuse(UUID serverId, String message) {
        refusing.put(serverId.toString(), message);
    }

    private HostAnswer status() {
        return new HostAnswer.Instances(
                instances.keySet().stream()
                        .map(id ->
                                new InstanceStatus(
                                        id,
                                        failing.containsKey(id)
                                                ? InstanceStatus.State.FAILED
                                                : InstanceStatus.State.RUNNING,
                                        BOUNDARY,
                                        0,
                                        failing.getOrDefault(id, "")))
                        .toList());
    }
}
