package io.fieldgate.openvpn.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tries features with any client program: `InteropRun PROGRAM 2x|o3 [FEATURE...]`, all features if
/// none is named. Prints one line for each: version, feature, and `seen`, `not seen: why` or
/// `refused: why`. With `--verbose` first, the client's log of each failure follows.
///
/// `InteropRun --record FILE PROGRAM 2x|o3 TRANSPORT WRAP [by-server]` records a session instead.
/// With `--tun` the client has an interface and pings through it: as root, in a network namespace
/// of its own whose loopback is up.
public final class InteropRun {
    private static final int AT_A_TIME = 4;

    private InteropRun() {}

    /// See the class.
    public static void main(String[] arguments) throws Exception {
        int status = 1;
        try {
            run(arguments);
            status = 0;
        } finally {
            System.exit(status);
        }
    }

    private static void run(String[] arguments) throws Exception {
        System.setProperty("jdk.tls.server.newSessionTicketCount", "0");
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean record = words.remove("--record");
        boolean verbose = words.remove("--verbose");
        boolean tun = words.remove("--tun");
        Path recording = record ? Path.of(words.removeFirst()) : Path.of("");
        Program program = Program.of(Path.of(words.get(0)), kind(words.get(1)), tun);
        List<String> names = words.subList(2, words.size());
        Path directory = Files.createTempDirectory("interop");
        if (record) {
            boolean byServer = names.contains("by-server");
            SessionRecording.make(
                    program, names.get(0), names.get(1), byServer, directory, recording);
            System.out.println(program.version() + " recorded to " + recording);
        } else {
            tryAll(program, names, directory, verbose);
        }
    }

    private static void tryAll(Program program, List<String> names, Path directory, boolean verbose)
            throws InterruptedException, ExecutionException {
        List<Feature> features =
                Features.all().stream()
                        .filter(one -> names.isEmpty() || names.contains(one.name()))
                        .toList();
        List<Future<Feature.Outcome>> outcomes = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Feature feature : features) {
                outcomes.add(pool.submit(() -> feature.tryWith(program, directory)));
            }
            for (int i = 0; i < features.size(); i++) {
                Feature.Outcome outcome = outcomes.get(i).get();
                System.out.printf(
                        "%s %s %s%n", program.version(), features.get(i).name(), outcome.words());
                if (verbose && !outcome.isSeen()) {
                    System.out.println(outcome.log().indent(4));
                }
            }
        }
    }

    private static Program.Kind kind(String word) throws IOException {
        return switch (word) {
            case "2x" -> Program.Kind.OPENVPN_2;
            case "o3" -> Program.Kind.OPENVPN_3;
            default -> throw new IOException("the kind of client is 2x or o3, not " + word);
        };
    }
}
