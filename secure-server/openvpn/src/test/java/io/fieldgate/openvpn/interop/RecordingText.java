package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Transport;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A recording as text: one thing a line, its first word says what.
final class RecordingText {
    private static final String FINISHED = "finished";

    private RecordingText() {}

    static String write(Recording recording) {
        List<String> lines = new ArrayList<>();
        recording.about.forEach((key, value) -> lines.add("about " + key + " " + value));
        lines.add("seed " + recording.seed);
        recording.keys.forEach((key, value) -> lines.add("key " + key + " " + value));
        lines.add("policy " + recording.policy);
        recording.inputs.forEach(input -> lines.add(line(input)));
        recording.tapes.forEach(tape -> write(tape, lines));
        recording.expected.forEach(line -> lines.add("expect " + line));
        return String.join("\n", lines) + "\n";
    }

    private static String line(Recording.Input input) {
        return switch (input) {
            case Recording.Input.Packet p ->
                    "packet %d %d %s %s %d %s"
                            .formatted(
                                    p.nanos(),
                                    p.unixSeconds(),
                                    p.transport(),
                                    p.from().getAddress().getHostAddress(),
                                    p.from().getPort(),
                                    p.packet());
            case Recording.Input.Resumed(long nanos) -> "resumed " + nanos;
            case Recording.Input.HungUp(long nanos) -> "hung-up " + nanos;
            case Recording.Input.Ordered(long nanos, String order) ->
                    "ordered " + nanos + " " + order;
        };
    }

    private static void write(TlsTape tape, List<String> lines) {
        lines.add("tls " + tape.protocol);
        for (X509Certificate certificate : tape.chain) {
            lines.add("certificate " + HexFormat.of().formatHex(encoded(certificate)));
        }
        tape.exports.forEach((label, value) -> lines.add("export " + label + " " + value));
        for (TlsTape.Step step : tape.steps) {
            lines.add(
                    switch (step) {
                        case TlsTape.Step.Took t ->
                                "took %d %d %s %s"
                                        .formatted(
                                                t.length(),
                                                t.checksum(),
                                                t.finished() ? FINISHED : "-",
                                                t.plaintext());
                        case TlsTape.Step.Made(int length, boolean finished) ->
                                "made " + length + " " + (finished ? FINISHED : "-");
                        case TlsTape.Step.Task _ -> "task";
                    });
        }
    }

    static Recording read(String text) {
        Recording recording = new Recording();
        text.lines().forEach(line -> read(recording, line));
        return recording;
    }

    private static void read(Recording recording, String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "about" -> recording.about.put(words[1], words[2]);
            case "seed" -> recording.seed = Long.parseLong(words[1]);
            case "key" -> recording.keys.put(words[1], words[2]);
            case "policy" -> recording.policy = Policy.parse(line.substring(6));
            case "packet" -> recording.inputs.add(packet(line.split(" ", -1)));
            case "resumed" ->
                    recording.inputs.add(new Recording.Input.Resumed(Long.parseLong(words[1])));
            case "hung-up" ->
                    recording.inputs.add(new Recording.Input.HungUp(Long.parseLong(words[1])));
            case "ordered" ->
                    recording.inputs.add(
                            new Recording.Input.Ordered(Long.parseLong(words[1]), words[2]));
            case "tls" -> {
                TlsTape tape = new TlsTape();
                tape.protocol = words[1];
                recording.tapes.add(tape);
            }
            case "expect" -> recording.expected.add(line.substring(7));
            default -> read(recording.tapes.getLast(), line.split(" ", -1));
        }
    }

    private static Recording.Input packet(String[] words) {
        return new Recording.Input.Packet(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Transport.valueOf(words[3]),
                new InetSocketAddress(InetAddress.ofLiteral(words[4]), Integer.parseInt(words[5])),
                words[6]);
    }

    private static void read(TlsTape tape, String[] words) {
        switch (words[0]) {
            case "certificate" -> tape.chain.add(certificate(words[1]));
            case "export" -> tape.exports.put(words[1], words[2]);
            case "took" ->
                    tape.steps.add(
                            new TlsTape.Step.Took(
                                    Integer.parseInt(words[1]),
                                    Long.parseLong(words[2]),
                                    words[4],
                                    words[3].equals(FINISHED)));
            case "made" ->
                    tape.steps.add(
                            new TlsTape.Step.Made(
                                    Integer.parseInt(words[1]), words[2].equals(FINISHED)));
            case "task" -> tape.steps.add(new TlsTape.Step.Task());
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(String hex) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
