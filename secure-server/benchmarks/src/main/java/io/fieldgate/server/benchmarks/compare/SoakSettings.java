package io.fieldgate.server.benchmarks.compare;

import java.util.Iterator;
import java.util.List;

/// What the command line of a soak run asks for.
///
/// @param samples of the server's state, one after each [#seconds]
/// @param warmUp samples that do not count
/// @param tunnels in all, two of them for each flow
/// @param rate packets a second, over all flows
/// @param churn tunnels that dial in again, a second
/// @param rekeySeconds how old keys become
/// @param workers of the server
record SoakSettings(
        int samples,
        int warmUp,
        double seconds,
        int tunnels,
        int flows,
        int length,
        int rate,
        int churn,
        int rekeySeconds,
        int workers) {
    static final String USAGE =
            """
            usage: ./fieldgate bench soak [OPTION]...
              --samples N      of the server's state; the run takes as many times SECONDS (60)
              --warm-up N      samples that do not count (10)
              --seconds S      between two samples (60)
              --tunnels N      all tunnels (400)
              --flows N        between two tunnels each (8)
              --length BYTES   of each packet (1000)
              --rate N         packets a second, all flows together (10000)
              --churn N        tunnels that dial in again each second, of those without a flow (10)
              --rekey S        seconds until each tunnel gets new keys (60)
              --workers N      of the server (2)
            """;

    private static final SoakSettings USUAL =
            new SoakSettings(60, 10, 60, 400, 8, 1000, 10_000, 10, 60, 2);

    static SoakSettings parse(List<String> words) throws WrongUsageException {
        SoakSettings settings = USUAL;
        Iterator<String> left = words.iterator();
        while (left.hasNext()) {
            String option = left.next();
            if (!left.hasNext()) {
                throw new WrongUsageException(option + ": no such option, or without a value");
            }
            settings = settings.with(option, number(option, left.next()));
        }
        if (settings.tunnels < 2 * settings.flows) {
            throw new WrongUsageException(
                    "--flows: %d flows need %d tunnels"
                            .formatted(settings.flows, 2 * settings.flows));
        }
        if (settings.samples <= settings.warmUp) {
            throw new WrongUsageException("--warm-up: no sample is left that counts");
        }
        return settings;
    }

    private SoakSettings with(String option, int value) throws WrongUsageException {
        int[] all = {
            samples,
            warmUp,
            (int) seconds,
            tunnels,
            flows,
            length,
            rate,
            churn,
            rekeySeconds,
            workers
        };
        List<String> names =
                List.of(
                        "--samples",
                        "--warm-up",
                        "--seconds",
                        "--tunnels",
                        "--flows",
                        "--length",
                        "--rate",
                        "--churn",
                        "--rekey",
                        "--workers");
        int place = names.indexOf(option);
        if (place < 0) {
            throw new WrongUsageException(option + ": no such option");
        }
        all[place] = value;
        return new SoakSettings(
                all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[9]);
    }

    private static int number(String option, String value) throws WrongUsageException {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= 1_000_000) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Said below.
        }
        throw new WrongUsageException(option + " is a number, not " + value);
    }

    /// The generator's command for one sample.
    String command() {
        return "churn group=%s flows=%d length=%d rate=%d perSecond=%d seconds=%s"
                .formatted(Side.OURS, flows, length, rate, churn, seconds);
    }
}
