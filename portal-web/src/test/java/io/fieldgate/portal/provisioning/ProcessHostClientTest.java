package io.fieldgate.portal.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.host.HostAnswer;
import io.fieldgate.contract.host.HostRequest;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.contract.host.InstanceStatus;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessHostClientTest {
    private static final UUID ID = UUID.fromString("0b52b7b1-61f7-4f3c-9d5a-4b0a3bb5cf5e");

    @TempDir private Path directory;

    @Test
    void aRequestIsCarriedToTheHostAndItsAnswerBack() throws IOException {
        List<HostRequest> asked = new CopyOnWriteArrayList<>();
        InstanceStatus running =
                new InstanceStatus(
                        ID.toString(), InstanceStatus.State.RUNNING, "own process", 0, "");
        try (var _ =
                new InTestProcessHost(
                        socket(),
                        request -> {
                            asked.add(request);
                            return new HostAnswer.Instances(List.of(running));
                        })) {
            InstanceSpec spec =
                    new InstanceSpec(
                            ID.toString(), 1194, "https://127.0.0.1:8444", "PEM\n", "secret", 128);
            assertThat(provisioner().ensure(spec))
                    .isEqualTo(new Provisioner.Outcome.Done(List.of(running)));
            assertThat(provisioner().observe()).containsExactly(running);
            assertThat(asked)
                    .containsExactly(new HostRequest.Ensure(spec), new HostRequest.Observe());
        }
    }

    @Test
    void aListOfThousandsOfInstancesArrivesWhole() throws IOException {
        List<InstanceStatus> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(
                    new InstanceStatus(
                            new UUID(1, i).toString(),
                            InstanceStatus.State.RUNNING,
                            "own process and unprivileged user",
                            i,
                            ""));
        }
        try (var _ = new InTestProcessHost(socket(), request -> new HostAnswer.Instances(many))) {
            assertThat(provisioner().observe()).isEqualTo(many);
        }
    }

    @Test
    void aTakenPortIsToldApartFromOtherRefusals() throws IOException {
        try (var _ =
                new InTestProcessHost(
                        socket(),
                        request ->
                                switch (request) {
                                    case HostRequest.Ensure _ ->
                                            new HostAnswer.Refused(
                                                    HostAnswer.Code.PORT_TAKEN, "1194 is taken");
                                    case HostRequest.Remove _ ->
                                            new HostAnswer.Refused(
                                                    HostAnswer.Code.FAILED, "cannot delete");
                                    case HostRequest.Observe _ ->
                                            new HostAnswer.Refused(
                                                    HostAnswer.Code.FAILED, "shutting down");
                                })) {
            InstanceSpec spec = new InstanceSpec(ID.toString(), 1194, "https://x", "", null, 128);
            assertThat(provisioner().ensure(spec))
                    .isEqualTo(new Provisioner.Outcome.PortTaken("1194 is taken"));
            assertThat(provisioner().remove(ID))
                    .isEqualTo(new Provisioner.Outcome.Refused("cannot delete"));
            assertThatThrownBy(() -> provisioner().observe())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("shutting down");
        }
    }

    @Test
    void anAbsentHostIsAnErrorThatNamesTheSocket() {
        assertThatThrownBy(() -> provisioner().observe())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("host.sock");
    }

    @Test
    void aSilentHostIsGivenUpOnTime() throws IOException {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket()));
            long start = System.nanoTime();
            ProcessHostClient client = new ProcessHostClient(socket(), Duration.ofMillis(200));
            assertThatThrownBy(() -> client.ask(new HostRequest.Observe()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer within");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void anAnswerThatNeverEndsIsCutAtItsLimit() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket()));
            Thread endless = Thread.ofVirtual().start(() -> writeUntilClosed(listener));
            ProcessHostClient client = new ProcessHostClient(socket(), Duration.ofSeconds(20));
            assertThatThrownBy(() -> client.ask(new HostRequest.Observe()))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseMessage("the process host's answer is too long");
            assertThat(endless.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static void writeUntilClosed(ServerSocketChannel listener) {
        try (SocketChannel channel = listener.accept()) {
            while (channel.write(UTF_8.encode("x".repeat(65_536))) >= 0) {
                // goes on until the reader gives up
            }
        } catch (IOException expected) {
            assertThat(expected).isNotNull();
        }
    }

    private Path socket() {
        return directory.resolve("host.sock");
    }

    private Provisioner provisioner() {
        return new ProcessHostProvisioner(new ProcessHostClient(socket(), Duration.ofSeconds(5)));
    }
}
