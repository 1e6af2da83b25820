package io.fieldgate.launcher.host;

import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostAnswer.Code;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import io.fieldgate.contract.host.ServerOptions;
import io.fieldgate.launcher.process.Child;
import io.fieldgate.launcher.process.ChildSpec;
import io.fieldgate.launcher.process.ChildStatus;
import io.fieldgate.launcher.process.JavaCommand;
import io.fieldgate.launcher.process.PidFile;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.UserIds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs secure servers: one process each, with a user and a folder of its own.
///
/// Does nothing but what [HostRequest] can say. One request at a time.
public final class ProcessHost {
    private static final long LEAST_FREE_BYTES = 20L * 1024 * 1024;

    private final DataFolder data;
    private final Path serverJar;
    private final Set<Integer> reserved;
    private final Consumer<String> warnings;
    private final Runnable changed;
    private final InstanceFiles files;
    private final Map<String, Hosted> hosted = new ConcurrentSkipListMap<>();
    private boolean stopped;

    private record Hosted(HostedInstance instance, Child child) {}

    /// @param serverJar readable by every user
    /// @param reserved user numbers of the installation's other parts
    /// @param warnings is told what an operator should know
    /// @param changed called when a process started or ended
    public ProcessHost(
            DataFolder data,
            Path serverJar,
            Collection<Integer> reserved,
            Consumer<String> warnings,
            Runnable changed) {
        this.data = data;
        this.serverJar = serverJar;
        this.reserved = Set.copyOf(reserved);
        this.warnings = warnings;
        this.changed = changed;
        this.files = new InstanceFiles(data);
    }

    /// Starts all instances that are remembered; they work from their own cached state.
    public synchronized void startKnown() {
        try {
            for (HostedInstance instance :
                    files.load(file ->
                            warnings.accept("Passed over, it cannot be understood: " + file))) {
                if (SpecCheck.complaint(instance.spec()).isPresent()) {
                    warnings.accept("Passed over, it is damaged: instance " + instance.id());
                    continue;
                }
                start(instance);
            }
        } catch (IOException e) {
            throw new Refusal(
                    "%s cannot be read: %s.".formatted(data.instances(), Machine.reason(e)), e);
        }
    }

    /// Carries out one request.
    public synchronized HostAnswer answer(HostRequest request) throws InterruptedException {
        if (stopped) {
            return new HostAnswer.Refused(Code.FAILED, "Fieldgate is being stopped.");
        }
        try {
            return switch (request) {
                case HostRequest.Ensure ensure -> ensure(ensure.instance());
                case HostRequest.Remove remove -> remove(remove.instanceId());
                case HostRequest.Observe _ -> instances();
            };
        } catch (IOException e) {
            return new HostAnswer.Refused(
                    Machine.isNoSpace(e) ? Code.NO_SPACE : Code.FAILED,
                    "Not done: " + Machine.reason(e));
        } catch (Refusal e) {
            return new HostAnswer.Refused(Code.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /// Never waits for a request that is being carried out.
    public List<ChildStatus> statuses() {
        return hosted.values().stream().map(one -> one.child().status()).toList();
    }

    /// Ends all instances; they are remembered.
    public synchronized void stop() throws InterruptedException {
        stopped = true;
        hosted.values().forEach(one -> one.child().requestStop());
        for (Hosted one : hosted.values()) {
            one.child().stop();
        }
    }

    private HostAnswer ensure(InstanceSpec spec) throws IOException, InterruptedException {
        Optional<String> complaint = SpecCheck.complaint(spec);
        if (complaint.isPresent()) {
            return new HostAnswer.Refused(Code.INVALID, complaint.get());
        }
        Hosted present = hosted.get(spec.instanceId());
        if (present != null && runsAsWanted(present.instance().spec(), spec)) {
            if (!Objects.equals(present.instance().spec(), spec)) {
                HostedInstance enrolled = present.instance().with(spec);
                files.save(enrolled);
                hosted.put(spec.instanceId(), new Hosted(enrolled, present.child()));
            }
            return instances();
        }
        boolean newPort = present == null || present.instance().spec().port() != spec.port();
        if (newPort) {
            Optional<HostAnswer> taken = portTaken(spec);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        if (Machine.freeBytes(data.root()) < LEAST_FREE_BYTES) {
            return new HostAnswer.Refused(
                    Code.NO_SPACE, "The disk with %s is full. Make room.".formatted(data.root()));
        }
        replace(present, spec);
        return instances();
    }

    /// The same specification; that the one-time secret has done its service makes no difference to
    /// the running process.
    private static boolean runsAsWanted(InstanceSpec is, InstanceSpec wanted) {
        String secret = wanted.bootstrapSecret();
        return withSecret(is, secret).equals(wanted)
                && (secret == null || secret.equals(is.bootstrapSecret()));
    }

    private static InstanceSpec withSecret(InstanceSpec spec, @Nullable String secret) {
        return new InstanceSpec(
                spec.instanceId(),
                spec.port(),
                spec.controlUrl(),
                spec.controlTrust(),
                secret,
                spec.memoryMegabytes());
    }

    private Optional<HostAnswer> portTaken(InstanceSpec spec) {
        int port = spec.port();
        for (Hosted other : hosted.values()) {
            if (other.instance().spec().port() == port
                    && !other.instance().id().equals(spec.instanceId())) {
                return Optional.of(
                        new HostAnswer.Refused(
                                Code.PORT_TAKEN,
                                "Port %d belongs to another secure server.".formatted(port)));
            }
        }
        boolean tcp = Ports.tcpFree(port);
        if (tcp && Ports.udpFree(port)) {
            return Optional.empty();
        }
        return Optional.of(
                new HostAnswer.Refused(
                        Code.PORT_TAKEN,
                        "Port %d (%s) is taken by another program. %s"
                                .formatted(port, tcp ? "UDP" : "TCP", Ports.whoHolds(port))));
    }

    private void replace(@Nullable Hosted present, InstanceSpec spec)
            throws IOException, InterruptedException {
        HostedInstance instance =
                present == null
                        ? new HostedInstance(spec, Machine.isRoot() ? freeUser() : 0)
                        : present.instance().with(spec);
        if (present != null) {
            present.child().stop();
        }
        try {
            files.save(instance);
        } catch (IOException e) {
            if (present == null) {
                files.delete(instance.id());
            } else {
                start(present.instance()); // as it was before
            }
            throw e;
        }
        start(instance);
    }

    private int freeUser() {
        Set<Integer> taken = new HashSet<>(reserved);
        hosted.values().forEach(one -> taken.add(one.instance().user()));
        return UserIds.free(taken);
    }

    private void start(HostedInstance instance) {
        Child child = new Child(childSpec(instance), changed);
        hosted.put(instance.id(), new Hosted(instance, child));
        child.start();
    }

    private ChildSpec childSpec(HostedInstance instance) {
        Path directory = files.directory(instance.id());
        int memory = instance.spec().memoryMegabytes();
        String name = InstanceFiles.logName(instance.id());
        return ChildSpec.ofJava(
                name,
                new JavaCommand(serverJar, memory, directory)
                        .with(
                                ServerOptions.of(serverJar, memory),
                                List.of("--directory", directory.toString())),
                ServerOptions.environment(System.getenv()),
                directory,
                instance.account(),
                data.log(name),
                new PidFile(data.pidFile(name)));
    }

    private HostAnswer remove(String id) throws IOException, InterruptedException {
        if (!SpecCheck.isUuid(id)) {
            return new HostAnswer.Refused(Code.INVALID, "instanceId is not a UUID in lower case");
        }
        Hosted present = hosted.get(id);
        if (present != null) {
            present.child().stop();
        }
        files.delete(id);
        hosted.remove(id);
        return instances();
    }

    private HostAnswer instances() {
        List<InstanceStatus> all = new ArrayList<>();
        for (Hosted one : hosted.values()) {
            ChildStatus child = one.child().status();
            InstanceStatus.State state =
                    switch (child.state()) {
                        // Every instance was asked to run; STOPPED is the moment before it does.
                        case RUNNING, STOPPED -> InstanceStatus.State.RUNNING;
                        case WAITING -> InstanceStatus.State.RESTARTING;
                        case FAILING -> InstanceStatus.State.FAILED;
                    };
            all.add(
                    new InstanceStatus(
                            one.instance().id(),
                            state,
                            one.instance().boundary(),
                            child.restarts(),
                            child.message()));
        }
        return new HostAnswer.Instances(all);
    }
}
