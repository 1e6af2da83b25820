package io.fieldgate.openvpn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.control.ControlChannel;
import io.fieldgate.openvpn.control.TlsEngine;
import io.fieldgate.openvpn.wire.ControlKey;
import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.ControlWrap;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.Parsed;
import io.fieldgate.openvpn.wire.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Which key exchange a packet belongs to, when the next may begin, and when the last is forgotten.
class KeyExchangesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MIN_INTERVAL = 10 * SECOND;
    private static final long HAND_WINDOW = 60 * SECOND;
    private static final long TRANSITION = 120 * SECOND;

    /// A clock that runs over its end within the test.
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    private final List<ByteBuffer> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "SERVER, CONTROL_HARD_RESET_CLIENT_V2, 0, true",
        "SERVER, CONTROL_HARD_RESET_CLIENT_V3, 0, true",
        "SERVER, CONTROL_HARD_RESET_SERVER_V2, 0, false",
        "SERVER, CONTROL_HARD_RESET_CLIENT_V2, 1, false",
        "SERVER, CONTROL_HARD_RESET_CLIENT_V3, 1, false",
        "CLIENT, CONTROL_HARD_RESET_SERVER_V2, 0, true",
        "CLIENT, CONTROL_HARD_RESET_CLIENT_V2, 0, false",
        "CLIENT, CONTROL_HARD_RESET_CLIENT_V3, 0, false",
        "CLIENT, CONTROL_HARD_RESET_SERVER_V2, 1, false"
    })
    void aHardResetBelongsToKeyZeroAndComesFromTheOtherEnd(
            Role role, Opcode opcode, int keyId, boolean taken) {
        KeyExchanges exchanges = exchanges(role);
        exchanges.current().settle();
        exchanges.openNext(START + MIN_INTERVAL);

        KeyExchange found = exchanges.of(packet(opcode, keyId), true, START + MIN_INTERVAL);
        assertThat(found).isSameAs(taken ? exchanges.previous() : null);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTROL_V1", "CONTROL_WKC_V1", "ACK_V1"})
    void aPacketBelongsToTheExchangeOfItsKeyId(Opcode opcode) {
        KeyExchanges exchanges = exchanges(Role.SERVER);
        KeyExchange first = exchanges.current();
        assertThat(exchanges.of(packet(opcode, 0), true, START)).isSameAs(first);
        assertThat(exchanges.of(packet(opcode, 1), true, START)).isNull();
        assertThat(exchanges.previous()).isNull();

        exchanges.openNext(START);
        assertThat(exchanges.of(packet(opcode, 0), true, START)).isSameAs(first);
        assertThat(exchanges.of(packet(opcode, 1), true, START)).isSameAs(exchanges.current());
        assertThat(exchanges.isCurrent(first)).isFalse();
        assertThat(exchanges.isCurrent(exchanges.current())).isTrue();

        exchanges.forgetPrevious();
        assertThat(exchanges.of(packet(opcode, 0), true, START)).isNull();
    }

    @Test
    void aSoftResetOpensTheNextKeyOnlyWhenAllIsRight() {
        KeyExchanges exchanges = exchanges(Role.SERVER);
        long due = START + MIN_INTERVAL;
        assertThat(exchanges.of(softReset(1), true, due)).as("this one is not settled").isNull();
        exchanges.current().settle();
        assertThat(exchanges.of(softReset(1), true, due - 1)).as("too early").isNull();
        assertThat(exchanges.of(softReset(1), false, due)).as("not admitted").isNull();
        assertThat(exchanges.of(softReset(2), true, due)).as("not the next key id").isNull();
        assertThat(exchanges.of(softReset(0), true, due)).as("key 0 has hard resets").isNull();
        assertThat(exchanges.current().keyId()).isZero();

        KeyExchange next = exchanges.of(softReset(1), true, due);
        assertThat(next).isNotNull().isSameAs(exchanges.current());
        assertThat(exchanges.of(softReset(1), true, due)).as("repeated").isSameAs(next);
        assertThat(exchanges.of(softReset(2), true, due)).as("while one is open").isNull();
    }

    @Test
    void keyIdsRunFromZeroToSevenAndThenFromOne() {
        KeyExchanges exchanges = exchanges(Role.CLIENT);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            exchanges.openNext(START);
            ids.add(exchanges.current().keyId());
        }
        assertThat(ids).containsExactly(1, 2, 3, 4, 5, 6, 7, 1, 2);
    }

    @Test
    void theNextMayBeginAfterTheIntervalAndWhenThisOneIsSettled() {
        KeyExchanges exchanges = exchanges(Role.SERVER);
        long earliest = exchanges.earliestNext();
        assertThat(earliest).isEqualTo(START + MIN_INTERVAL);
        assertThat(exchanges.mayOpenNext(earliest)).isFalse();
        exchanges.current().settle();
        assertThat(exchanges.mayOpenNext(earliest)).isTrue();
        assertThat(exchanges.mayOpenNext(earliest - 1)).isFalse();
    }

    @Test
    void anExchangeThatIsNotSettledInTimeIsOverdue() {
        KeyExchanges exchanges = exchanges(Role.SERVER);
        long deadline = exchanges.deadline();
        assertThat(deadline).isEqualTo(START + HAND_WINDOW);
        assertThat(exchanges.isOverdue(deadline - 1)).isFalse();
        assertThat(exchanges.isOverdue(deadline)).isTrue();
        exchanges.current().settle();
        assertThat(exchanges.isOverdue(deadline)).isFalse();
    }

    /// A user who is asked a question gets longer, but never less, and not at the next key.
    @Test
    void moreTimeIsForThisExchangeOnly() {
        KeyExchanges exchanges = exchanges(Role.SERVER);
        exchanges.extendUntil(START + HAND_WINDOW - SECOND);
        assertThat(exchanges.deadline()).isEqualTo(START + HAND_WINDOW);
        exchanges.extendUntil(START + HAND_WINDOW + SECOND);
        assertThat(exchanges.deadline()).isEqualTo(START + HAND_WINDOW + SECOND);
        exchanges.openNext(START);
        assertThat(exchanges.deadline()).isEqualTo(START + HAND_WINDOW);
    }

    @Test
    void thePreviousExchangeIsForgottenAfterTheTransition() {
        KeyExchanges exchanges = exchanges(Role.SERVER);
        exchanges.openNext(START + SECOND);
        exchanges.flush(START + SECOND + TRANSITION - 1, sink());
        assertThat(exchanges.previous()).isNotNull();
        exchanges.flush(START + SECOND + TRANSITION, sink());
        assertThat(exchanges.previous()).isNull();
    }

    /// Clients on TCP give up when a server says anything on a key id that is over; a server may
    /// still wait for what a client has to acknowledge.
    @ParameterizedTest
    @EnumSource
    void onlyAClientAcknowledgesOnThePreviousKeyId(Role role) {
        KeyExchanges exchanges = exchanges(role);
        exchanges.openNext(START);
        KeyExchange previous = requireNonNull(exchanges.previous());
        assertThat(previous.receive(START, packet(Opcode.CONTROL_V1, 0))).isTrue();
        exchanges.flush(START, sink());
        List<String> packets = sent.stream().map(KeyExchangesTest::describe).toList();
        String reset = "CONTROL_SOFT_RESET_V1 of 1, acks []";
        assertThat(packets)
                .isEqualTo(
                        role == Role.CLIENT
                                ? List.of("ACK_V1 of 0, acks [5]", reset)
                                : List.of(reset));
    }

    private static KeyExchanges exchanges(Role role) {
        return new KeyExchanges(new Source(role), START);
    }

    private static ControlPacket softReset(int keyId) {
        return packet(Opcode.CONTROL_SOFT_RESET_V1, keyId);
    }

    private static ControlPacket packet(Opcode opcode, int keyId) {
        int messageId = opcode == Opcode.ACK_V1 ? 0 : 5;
        return new ControlPacket(
                opcode, keyId, Source.REMOTE, List.of(), 0, messageId, ByteBuffer.allocate(0));
    }

    private static String describe(ByteBuffer packet) {
        if (new ControlKey.Unprotected().wrap(Role.CLIENT).unwrap(packet)
                instanceof Parsed.Value<ControlWrap.Unwrapped>(var unwrapped)) {
            ControlPacket sent = unwrapped.packet();
            return "%s of %d, acks %s".formatted(sent.opcode(), sent.keyId(), sent.acks());
        }
        throw new AssertionError("not a control packet");
    }

    private Session.Sink sink() {
        return new Recording();
    }

    private final class Recording implements Session.Sink {
        @Override
        public void transmit(ByteBuffer packet) {
            sent.add(packet);
        }

        @Override
        public void deliver(ByteBuffer ipPacket) {}

        @Override
        public void compute(Runnable tlsTask) {}

        @Override
        public void drop(DropReason reason) {}
    }

    /// An end without protection, whose exchanges do no more than a test asks of them.
    private record Source(Role role) implements ExchangeSource {
        static final long LOCAL = 11;
        static final long REMOTE = 22;

        @Override
        public ControlKey controlKey() {
            return new ControlKey.Unprotected();
        }

        @Override
        public int firstPacketId() {
            return 1;
        }

        @Override
        public long unixSeconds() {
            return 1_800_000_000L;
        }

        @Override
        public Duration minInterval() {
            return Duration.ofNanos(MIN_INTERVAL);
        }

        @Override
        public Duration handWindow() {
            return Duration.ofNanos(HAND_WINDOW);
        }

        @Override
        public Duration transitionWindow() {
            return Duration.ofNanos(TRANSITION);
        }

        @Override
        public boolean acknowledgesPrevious() {
            return role == Role.CLIENT;
        }

        @Override
        public KeyExchange firstExchange(long nowNanos) {
            return exchange(nowNanos, 0);
        }

        @Override
        public KeyExchange nextExchange(long nowNanos, int keyId) {
            return exchange(nowNanos, keyId);
        }

        private static KeyExchange exchange(long nowNanos, int keyId) {
            ControlChannel channel = new ControlChannel(keyId, LOCAL, REMOTE, 0, false);
            if (keyId > 0) {
                channel.offerReset(Opcode.CONTROL_SOFT_RESET_V1);
            }
            return new KeyExchange(
                    channel,
                    TlsEngine.server(VirtualWorld.PKI.context(VirtualWorld.SERVER)),
                    new KeyMethodSide.OfServer(new Random(7)),
                    nowNanos,
                    false);
        }
    }
}
