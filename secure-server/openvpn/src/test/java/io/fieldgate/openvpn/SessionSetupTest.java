package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With what a server's session begins.
class SessionSetupTest {
    private static final long NOW = -3_000_000_000L;
    private static final long OURS = 11;
    private static final long THEIRS = 22;

    /// The reply to the cookie's reset was the first packet then, and no replay id comes twice.
    @Test
    void afterTheCookieExchangeIdsGoOnWhereItEnded() {
        SessionSetup setup = setup(Transport.UDP, true);
        assertThat(setup.firstPacketId()).isEqualTo(2);
        KeyExchange exchange = setup.firstExchange(NOW);
        assertThat(exchange.stage()).isInstanceOf(KeyExchange.Stage.Negotiating.class);
        exchange.channel().offer(new byte[1]);
        assertThat(flushed(exchange.channel()))
                .extracting(ControlPacket::opcode, ControlPacket::messageId)
                .containsExactly(tuple(Opcode.CONTROL_V1, 1));
    }

    @Test
    void otherwiseTheSessionAnswersTheResetItself() {
        SessionSetup setup = setup(Transport.UDP, false);
        assertThat(setup.firstPacketId()).isEqualTo(1);
        KeyExchange exchange = setup.firstExchange(NOW);
        assertThat(exchange.stage()).isInstanceOf(KeyExchange.Stage.Resetting.class);
        ControlPacket reset = flushed(exchange.channel()).getFirst();
        assertThat(reset.opcode()).isEqualTo(Opcode.CONTROL_HARD_RESET_SERVER_V2);
        assertThat(reset.keyId()).isZero();
        assertThat(reset.messageId()).isZero();
        assertThat(reset.sessionId()).isEqualTo(OURS);
    }

    @Test
    void aLaterKeyBeginsWithASoftReset() {
        KeyExchange exchange = setup(Transport.UDP, true).nextExchange(NOW, 3);
        assertThat(exchange.startedNanos()).isEqualTo(NOW);
        assertThat(flushed(exchange.channel()))
                .extracting(ControlPacket::opcode, ControlPacket::keyId)
                .containsExactly(tuple(Opcode.CONTROL_SOFT_RESET_V1, 3));
    }

    @ParameterizedTest
    @CsvSource({"UDP, true", "TCP, false"})
    void packetsAreRepeatedWhereTheTransportLosesThem(Transport transport, boolean repeated) {
        ControlChannel channel = setup(transport, false).firstExchange(NOW).channel();
        flushed(channel);
        assertThat(channel.nextDeadline() != Long.MAX_VALUE).isEqualTo(repeated);
    }

    @ParameterizedTest
    @CsvSource({
        "22, 0, 0, true",
        "22, 1, 11, true",
        "22, 1, 12, false",
        "22, 0, 12, true",
        "23, 0, 0, false",
        "23, 1, 11, false"
    })
    void aPacketBearsBothSessionIdsIfItAcknowledges(
            long from, int acks, long to, boolean betweenUs) {
        ControlPacket packet =
                new ControlPacket(
                        Opcode.CONTROL_V1,
                        0,
                        from,
                        acks == 0 ? List.of() : List.of(1),
                        to,
                        2,
                        ByteBuffer.allocate(1));
        assertThat(setup(Transport.UDP, true).isBetweenUs(packet)).isEqualTo(betweenUs);
    }

    @Test
    void timesAreThoseOfTheServer() {
        SessionSetup setup = setup(Transport.UDP, true);
        assertThat(setup.role()).isEqualTo(Role.SERVER);
        assertThat(setup.handWindow()).isEqualTo(Duration.ofSeconds(40));
        assertThat(setup.transitionWindow()).isEqualTo(Duration.ofSeconds(100));
        assertThat(setup.minInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(setup.acknowledgesPrevious()).isFalse();
    }

    private static List<ControlPacket> flushed(ControlChannel channel) {
        List<ControlPacket> packets = new ArrayList<>();
        channel.flush(NOW, packets::add);
        return packets;
    }

    private static SessionSetup setup(Transport transport, boolean resetsExchanged) {
        ServerConfig config =
                new ServerConfig(
                        VirtualWorld.PKI.context(VirtualWorld.SERVER),
                        new ControlKeys(Optional.empty(), Optional.empty(), Optional.empty(), true),
                        DataPolicy.MODERN,
                        new ServerConfig.Limits(
                                10, 10, 10, Duration.ofSeconds(40), Duration.ofSeconds(100)));
        return new SessionSetup(
                config,
                new Random(7),
                DataBuffers.ofOneTunnel(),
                transport,
                OURS,
                THEIRS,
                new ControlKey.Unprotected(),
                Optional.empty(),
                resetsExchanged,
                1_800_000_000L);
    }
}
