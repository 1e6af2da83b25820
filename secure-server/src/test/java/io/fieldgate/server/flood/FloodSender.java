package io.fieldgate.server.flood;

import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/// The attacker's program: `ADDRESS PORT KEY_FILE RATE SECONDS SEED`. Sends the mixture of
/// [HostilePackets] at a steady rate from random addresses of 10.128.0.0/9, for a bounded time, and
/// prints what it sent: packets, milliseconds, different addresses.
///
/// It refuses to run where there is a default route.
final class FloodSender {
    static final int MOST_SECONDS = 320;
    static final int MOST_PER_SECOND = 1_000_000;

    private static final int SPOOFED = 10 << 24 | 128 << 16;
    private static final int SPOOFED_ADDRESSES = 1 << 23;
    private static final long TICK_NANOS = 500_000;

    /// What could not be sent in time is not sent later all at once.
    private static final double LONGEST_BURST_SECONDS = 0.005;

    private FloodSender() {}

    public static void main(String[] arguments) throws Exception {
        refuseWithAWayOut();
        int rate = Math.min(Integer.parseInt(arguments[3]), MOST_PER_SECOND);
        int seconds = Math.min(Integer.parseInt(arguments[4]), MOST_SECONDS);
        long seed = Long.parseLong(arguments[5]);
        TlsCryptV2ClientKey key =
                TlsCryptV2ClientKey.parsePem(Files.readString(Path.of(arguments[2]))).orElseThrow();
        var payloads = new HostilePackets(key, new Random(seed)).mixed();
        RawSender sender =
                new RawSender(
                        RawSender.address(arguments[0]), Integer.parseInt(arguments[1]), payloads);
        SplittableRandom random = new SplittableRandom(seed);
        BitSet sources = new BitSet(SPOOFED_ADDRESSES);
        long start = System.nanoTime();
        long sent = 0;
        double due = 0;
        long last = start;
        while (true) {
            long now = System.nanoTime();
            if (now - start > seconds * 1_000_000_000L) {
                break;
            }
            double burst = Math.max(2.0, rate * LONGEST_BURST_SECONDS);
            due = Math.min(burst, due + (now - last) / 1e9 * rate);
            last = now;
            int count = (int) Math.min(due, RawSender.BATCH);
            if (count == 0) {
                LockSupport.parkNanos(TICK_NANOS);
                continue;
            }
            for (int i = 0; i < count; i++) {
                int source = random.nextInt(SPOOFED_ADDRESSES);
                sources.set(source);
                sender.put(
                        i,
                        SPOOFED | source,
                        1024 + random.nextInt(64_000),
                        random.nextInt(payloads.size()));
            }
            due -= count;
            sent += sender.send(count);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(sent + " " + millis + " " + sources.cardinality());
    }

    private static void refuseWithAWayOut() throws Exception {
        // Columns: interface, destination, gateway, ...
        boolean wayOut =
                Files.readAllLines(Path.of("/proc/net/route")).stream()
                        .skip(1)
                        .map(line -> line.split("\\s+", -1))
                        .anyMatch(columns -> columns[1].equals("00000000"));
        if (wayOut) {
            throw new IllegalStateException("there is a default route: floods stay in namespaces");
        }
    }
}
