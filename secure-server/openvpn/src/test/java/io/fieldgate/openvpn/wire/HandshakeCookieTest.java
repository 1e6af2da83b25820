package io.fieldgate.openvpn.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeCookieTest {
    private static final InetSocketAddress REMOTE = at("192.0.2.7", 40000);
    private static final long NOW = 30L * 56_000_000 + 15;
    private static final long CLIENT = Vectors.CLIENT_SESSION_ID;

    private final HandshakeCookie cookies = new HandshakeCookie(Vectors.counting(7, 32));
    private final long cookie = cookies.sessionId(NOW, REMOTE, CLIENT);

    @ParameterizedTest
    @ValueSource(ints = {0, 14, 15, 45, 74})
    void aCookieIsGoodForItsSlotAndTheTwoAfter(int secondsLater) {
        assertThat(cookies.matches(NOW + secondsLater, REMOTE, CLIENT, cookie)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {75, 90, 3600})
    void anOldCookieIsRefused(int secondsLater) {
        assertThat(cookies.matches(NOW + secondsLater, REMOTE, CLIENT, cookie)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 30, 46, 60, 90})
    void aCookieOfAFutureSlotIsRefused(int secondsEarlier) {
        assertThat(cookies.matches(NOW - secondsEarlier, REMOTE, CLIENT, cookie)).isFalse();
    }

    @Test
    void everyWrongCookieIsRefused() {
        for (int bit = 0; bit < 64; bit++) {
            assertThat(cookies.matches(NOW, REMOTE, CLIENT, cookie ^ 1L << bit)).isFalse();
        }
        assertThat(cookies.matches(NOW, REMOTE, CLIENT, 0)).isFalse();
        Random random = new Mutations("HandshakeCookieTest").random();
        for (int i = 0; i < Mutations.ROUNDS; i++) {
            long guess = random.nextLong();
            assertThat(cookies.matches(NOW, REMOTE, CLIENT, guess)).isEqualTo(guess == cookie);
        }
    }

    @Test
    void aCookieIsOfNoUseToAnotherAddressPortOrSession() {
        assertThat(cookies.matches(NOW, at("192.0.2.8", 40000), CLIENT, cookie)).isFalse();
        assertThat(cookies.matches(NOW, at("192.0.2.7", 40001), CLIENT, cookie)).isFalse();
        assertThat(cookies.matches(NOW, at("2001:db8::7", 40000), CLIENT, cookie)).isFalse();
        assertThat(cookies.matches(NOW, REMOTE, CLIENT + 1, cookie)).isFalse();
    }

    @Test
    void aCookieOfAnotherSecretIsRefused() {
        HandshakeCookie other = new HandshakeCookie(Vectors.counting(8, 32));

        assertThat(cookies.matches(NOW, REMOTE, CLIENT, other.sessionId(NOW, REMOTE, CLIENT)))
                .isFalse();
        assertThat(new HandshakeCookie(Vectors.counting(7, 32)).sessionId(NOW, REMOTE, CLIENT))
                .isEqualTo(cookie);
    }

    @Test
    void cookiesDifferAndAreNeverZero() {
        Set<Long> all = new HashSet<>();
        for (long client = 1; client <= 2000; client++) {
            all.add(cookies.sessionId(NOW, REMOTE, client));
        }
        assertThat(all).hasSize(2000).doesNotContain(0L);
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new HandshakeCookie(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
