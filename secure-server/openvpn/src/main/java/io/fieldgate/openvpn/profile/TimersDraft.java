package io.fieldgate.openvpn.profile;

import java.util.OptionalInt;

/// Time limits, in seconds.
final class TimersDraft implements Section {
    private static final int MAX_SECONDS = 100_000_000;
    private static final int DEFAULT_WINDOW = 60;
    private static final int DEFAULT_RENEGOTIATION = 3600;

    private int renegotiation = DEFAULT_RENEGOTIATION;
    private int handshakeWindow = DEFAULT_WINDOW;
    private int transitionWindow = DEFAULT_RENEGOTIATION;
    private OptionalInt ping = OptionalInt.empty();
    private OptionalInt pingRestart = OptionalInt.empty();

    @Override
    public boolean take(ConfigLine line) throws Refusal {
        switch (line.name()) {
            case "reneg-sec" -> {
                line.words(1, 2);
                renegotiation = seconds(line, 0, 0);
            }
            case "hand-window" -> handshakeWindow = only(line, 1);
            case "tran-window" -> transitionWindow = only(line, 1);
            case "ping" -> ping = OptionalInt.of(only(line, 0));
            case "ping-restart" -> pingRestart = OptionalInt.of(only(line, 0));
            case "keepalive" -> {
                line.words(2, 2);
                ping = OptionalInt.of(seconds(line, 0, 0));
                pingRestart = OptionalInt.of(seconds(line, 1, 0));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    ClientTimers build() {
        return new ClientTimers(
                renegotiation, handshakeWindow, transitionWindow, ping, pingRestart);
    }

    private static int only(ConfigLine line, int min) throws Refusal {
        line.words(1, 1);
        return seconds(line, 0, min);
    }

    private static int seconds(ConfigLine line, int index, int min) throws Refusal {
        return line.number(index, min, MAX_SECONDS);
    }
}
