package io.fieldgate.launcher.host;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Trees;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/// The host's files: its memory of each instance, and each instance's own folder.
final class InstanceFiles {
    private final DataFolder data;

    InstanceFiles(DataFolder data) {
        this.data = data;
    }

    /// All remembered instances.
    ///
    /// @param unreadable is told of each file that cannot be understood; the others still count
    List<HostedInstance> load(Consumer<String> unreadable) throws IOException {
        List<HostedInstance> instances = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(data.instances(), "*.json")) {
            for (Path file : files) {
                try {
                    instances.add(
                            ContractJson.MAPPER.readValue(
                                    WholeFile.read(file), HostedInstance.class));
                } catch (IOException | JacksonException e) {
                    unreadable.accept(file.toString());
                }
            }
        }
        return instances;
    }

    /// Remembers the instance and writes its folder with `server.json`.
    void save(HostedInstance instance) throws IOException {
        InstanceSpec spec = instance.spec();
        Account account = instance.account();
        WholeFile.write(
                data.run(),
                memory(instance.id()),
                ContractJson.MAPPER.writeValueAsString(instance),
                "rw-------",
                new Account.Self());
        Path folder = data.ownedDirectory(directory(instance.id()), account);
        InstanceConfig config =
                new InstanceConfig(
                        spec.instanceId(),
                        spec.port(),
                        spec.controlUrl(),
                        spec.controlTrust(),
                        spec.bootstrapSecret());
        WholeFile.write(
                data.run(),
                folder.resolve("server.json"),
                ContractJson.MAPPER.writeValueAsString(config),
                "rw-------",
                account);
    }

    /// Deletes the folder first: what is still remembered can be removed again.
    void delete(String id) throws IOException {
        Trees.delete(directory(id));
        try (DirectoryStream<Path> logs =
                Files.newDirectoryStream(data.logs(), logName(id) + ".log*")) {
            for (Path log : logs) {
                Files.deleteIfExists(log);
            }
        }
        Files.deleteIfExists(memory(id));
    }

    Path directory(String id) {
        return data.servers().resolve(id);
    }

    static String logName(String id) {
        return "secure-server-" + id;
    }

    private Path memory(String id) {
        return data.instances().resolve(id + ".json");
    }
}
