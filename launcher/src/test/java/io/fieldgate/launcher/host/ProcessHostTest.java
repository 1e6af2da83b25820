package io.fieldgate.launcher.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.standin.Eventually;
import io.fieldgate.launcher.standin.StandInJars;
import io.fieldgate.launcher.standin.TestFolder;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import io.fieldgate.launcher.system.UserIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 1000) * 10);

    private static final Set<Integer> RESERVED = Set.of(UserIds.free(Set.of()));

    private final TestFolder folder = new TestFolder();
    private final DataFolder data = folder.data();
    private Path jar;
    private ProcessHost host;

    @BeforeEach
    void open() throws Exception {
        jar = StandInJars.server(data.runtime());
        host = host();
    }

    @AfterEach
    void clean() throws Exception {
        host.stop();
        folder.close();
    }

    @Test
    void anEnsuredInstanceRunsInItsOwnFolderAsItsOwnUser() throws Exception {
        InstanceSpec spec = spec("one-time");
        assertThat(host.answer(new HostRequest.Ensure(spec)))
                .isInstanceOf(HostAnswer.Instances.class);
        awaitListening(spec);

        Path directory = data.servers().resolve(spec.instanceId());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        InstanceConfig config =
                ContractJson.MAPPER.readValue(
                        Files.readString(directory.resolve("server.json")), InstanceConfig.class);
        assertThat(config.port()).isEqualTo(spec.port());
        assertThat(config.bootstrapSecret()).isEqualTo("one-time");
        if (Machine.isRoot()) {
            Object user = Files.getAttribute(Path.of("/proc/" + pid(spec)), "unix:uid");
            assertThat(user).isEqualTo(Files.getAttribute(directory, "unix:uid"));
            assertThat((Integer) user).isNotZero();
        }
    }

    @Test
    void twoInstancesHaveTwoUsers() throws Exception {
        InstanceSpec first = spec(null);
        InstanceSpec second = spec(null);
        host.answer(new HostRequest.Ensure(first));
        host.answer(new HostRequest.Ensure(second));
        awaitListening(first);
        awaitListening(second);
        if (Machine.isRoot()) {
            assertThat(owner(first)).isNotEqualTo(owner(second)).isNotIn(RESERVED);
            assertThat(owner(second)).isNotIn(RESERVED);
        }
    }

    @Test
    void ensuringAgainOrTakingTheSecretAwayDoesNotTouchTheProcess() throws Exception {
        InstanceSpec spec = spec("one-time");
        host.answer(new HostRequest.Ensure(spec));
        awaitListening(spec);
        long pid = pid(spec);
        host.answer(new HostRequest.Ensure(spec));
        InstanceSpec enrolled =
                new InstanceSpec(
                        spec.instanceId(),
                        spec.port(),
                        spec.controlUrl(),
                        spec.controlTrust(),
                        null,
                        spec.memoryMegabytes());
        host.answer(new HostRequest.Ensure(enrolled));
        assertThat(pid(spec)).isEqualTo(pid);
        assertThat(data.servers().resolve(spec.instanceId()).resolve("server.json"))
                .content()
                .doesNotContain("one-time");
        assertThat(data.instances().resolve(spec.instanceId() + ".json"))
                .content()
                .doesNotContain("one-time");
    }

    @Test
    void aKilledInstanceComesBackAndLeavesTheOtherAlone() throws Exception {
        InstanceSpec killed = spec(null);
        InstanceSpec other = spec(null);
        ensured(killed);
        ensured(other);
        awaitListening(killed);
        awaitListening(other);
        long otherPid = pid(other);
        long pid = pid(killed);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Eventually.until(
                "it is back",
                LIMIT,
                () -> pid(killed) != 0 && pid(killed) != pid && listening(killed));
        assertThat(status(killed).restarts()).isEqualTo(1);
        assertThat(pid(other)).isEqualTo(otherPid);
    }

    @Test
    void aTakenPortIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            InstanceSpec spec = spec(taken.getLocalPort(), null);
            assertThat(host.answer(new HostRequest.Ensure(spec)))
                    .isInstanceOfSatisfying(
                            HostAnswer.Refused.class,
                            refused -> {
                                assertThat(refused.code()).isEqualTo(HostAnswer.Code.PORT_TAKEN);
                                assertThat(refused.message()).contains("" + spec.port());
                            });
            assertThat(data.servers().resolve(spec.instanceId())).doesNotExist();
        }
    }

    @Test
    void thePortOfAnotherInstanceIsRefusedAlsoWhileThatOneIsDown() throws Exception {
        InstanceSpec first = spec(null);
        host.answer(new HostRequest.Ensure(first)); // it may not be listening yet
        assertThat(host.answer(new HostRequest.Ensure(spec(first.port(), null))))
                .isInstanceOfSatisfying(
                        HostAnswer.Refused.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(HostAnswer.Code.PORT_TAKEN));
    }

    @Test
    void aRemovedInstanceIsGoneWithItsData() throws Exception {
        InstanceSpec spec = spec(null);
        host.answer(new HostRequest.Ensure(spec));
        awaitListening(spec);
        ProcessIdentity process = ProcessIdentity.of(pid(spec)).orElseThrow();
        assertThat(host.answer(new HostRequest.Remove(spec.instanceId())))
                .isEqualTo(new HostAnswer.Instances(List.of()));
        assertThat(process.isAlive()).isFalse();
        assertThat(data.servers().resolve(spec.instanceId())).doesNotExist();
        assertThat(data.instances()).isEmptyDirectory();
        assertThat(data.logs()).isEmptyDirectory();
    }

    @Test
    void removingWhatIsNotThereIsFine() throws Exception {
        assertThat(host.answer(new HostRequest.Remove(UUID.randomUUID().toString())))
                .isInstanceOf(HostAnswer.Instances.class);
    }

    @Test
    void knownInstancesAreStartedAgainByTheNextHost() throws Exception {
        InstanceSpec spec = spec(null);
        host.answer(new HostRequest.Ensure(spec));
        awaitListening(spec);
        host.stop();
        assertThat(listening(spec)).isFalse();
        host = host();
        host.startKnown();
        awaitListening(spec);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc",
                "",
                "6F9619FF-8B86-D011-B42D-00CF4FC964FF",
                "6f9619ff-8b86-d011-b42d-00cf4fc964ff/..",
                "6f9619ff-8b86-d011-b42d-00cf4fc964f\n"
            })
    void anIdThatIsNoUuidIsRefused(String id) throws Exception {
        InstanceSpec spec = new InstanceSpec(id, 40000, "https://127.0.0.1:1", "", null, 64);
        assertThat(host.answer(new HostRequest.Ensure(spec)))
                .isInstanceOfSatisfying(
                        HostAnswer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(HostAnswer.Code.INVALID));
        assertThat(host.answer(new HostRequest.Remove(id))).isInstanceOf(HostAnswer.Refused.class);
        assertThat(data.servers()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"verb\":\"exec\"}",
                "{\"verb\":\"ensure\"}",
                "{\"verb\":\"ensure\",\"instance\":{\"port\":1,\"memoryMegabytes\":64}}",
                "{\"verb\":\"remove\"}",
                "[",
                "\u0000"
            })
    void aLineThatIsNoRequestIsRefusedOverTheSocket(String line) throws Exception {
        try (HostSocket _ = HostSocket.open(data.hostSocket(), host, new Account.Self())) {
            assertThat(ask(line)).contains("\"refused\"").contains("INVALID");
        }
    }

    @Test
    void theSocketCarriesOneRequestPerConnection() throws Exception {
        try (HostSocket _ = HostSocket.open(data.hostSocket(), host, new Account.Self())) {
            assertThat(ask("{\"verb\":\"observe\"}"))
                    .isEqualTo("{\"answer\":\"instances\",\"instances\":[]}\n");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(data.hostSocket())))
                    .isEqualTo("rw-------");
        }
        assertThat(data.hostSocket()).doesNotExist();
    }

    private String ask(String line) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(data.hostSocket()));
            channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
            ByteBuffer answer = ByteBuffer.allocate(65536);
            while (channel.read(answer) >= 0) {
                assertThat(answer.hasRemaining()).isTrue();
            }
            return StandardCharsets.UTF_8.decode(answer.flip()).toString();
        }
    }

    private ProcessHost host() {
        return new ProcessHost(data, jar, RESERVED, System.out::println, () -> {});
    }

    /// Below the ports that the kernel gives to connections.
    private static int freePort() {
        return Ports.freeLoopback(NEXT_PORT.getAndAdd(10), Set.of());
    }

    private static InstanceSpec spec(@Nullable String secret) {
        return spec(freePort(), secret);
    }

    private static InstanceSpec spec(int port, @Nullable String secret) {
        return new InstanceSpec(
                UUID.randomUUID().toString(),
                port,
                "https://127.0.0.1:8444",
                "-----BEGIN CERTIFICATE-----",
                secret,
                32);
    }

    private void ensured(InstanceSpec spec) throws Exception {
        assertThat(host.answer(new HostRequest.Ensure(spec)))
                .isInstanceOf(HostAnswer.Instances.class);
    }

    private InstanceStatus status(InstanceSpec spec) throws Exception {
        HostAnswer.Instances all = (HostAnswer.Instances) host.answer(new HostRequest.Observe());
        return all.instances().stream()
                .filter(one -> one.instanceId().equals(spec.instanceId()))
                .findFirst()
                .orElseThrow();
    }

    private long pid(InstanceSpec spec) {
        return host.statuses().stream()
                .filter(one -> one.name().endsWith(spec.instanceId()))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private Object owner(InstanceSpec spec) throws Exception {
        return Files.getAttribute(data.servers().resolve(spec.instanceId()), "unix:uid");
    }

    private void awaitListening(InstanceSpec spec) throws Exception {
        Eventually.until("it listens on " + spec, LIMIT, () -> listening(spec));
        assertThat(status(spec).state()).isEqualTo(InstanceStatus.State.RUNNING);
    }

    private static boolean listening(InstanceSpec spec) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), spec.port())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
