package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.openvpn.Transport;
import io.fieldgate.server.support.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// `iperf3` from one stock client to another, each in a namespace of its own.
record Iperf() implements Case {
    private static final int CLIENTS = 2;
    private static final int PORT = 5201;
    private static final Pattern ADDRESS = Pattern.compile("inet (\\S+?)[/ ]");

    @Override
    public String name() {
        return "iperf3";
    }

    @Override
    public String description() {
        return "iperf3 over TCP between two stock clients, 1 and 4 streams";
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        Fleet fleet = bench.fleet(CLIENTS);
        List<String> namespaces = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            namespaces.add(bench.lab().client(i));
        }
        List<Comparison> results = new ArrayList<>();
        try (Pair pair = bench.pair(fleet, Transport.UDP)) {
            Map<Side, String> targets = new LinkedHashMap<>();
            for (Side side : Side.values()) {
                dialIn(bench, fleet, side, namespaces.getFirst(), 0);
                targets.put(side, dialIn(bench, fleet, side, namespaces.getLast(), 1));
            }
            for (int streams : new int[] {1, 4}) {
                results.addAll(
                        bench.rounds()
                                .alternate(
                                        pair.base(),
                                        pair.ours(),
                                        server ->
                                                measure(
                                                        bench,
                                                        namespaces,
                                                        server,
                                                        targets.getOrDefault(server.side(), ""),
                                                        streams)));
            }
        }
        return results;
    }

    /// @return the client's address in the tunnel
    private static String dialIn(Bench bench, Fleet fleet, Side side, String namespace, int number)
            throws Exception {
        Path place = bench.place("client");
        Path log = place.resolve("log");
        String device = device(side);
        Path profile =
                Files.writeString(
                        place.resolve("profile"),
                        ClientProfile.of(
                                fleet, fleet.member(number), Lab.serverAddress(side, number)));
        bench.lab()
                .startClient(
                        namespace,
                        log,
                        List.of("openvpn", "--config", profile.toString(), "--dev", device));
        Eventually.that(
                "a stock client is connected, see " + log,
                Duration.ofSeconds(30),
                () -> Files.readString(log).contains("Initialization Sequence Completed"));
        String shown = bench.lab().run(namespace, "ip -4 addr show dev " + device);
        Matcher address = ADDRESS.matcher(shown);
        if (!address.find()) {
            throw new IOException("a stock client without an address: " + shown);
        }
        return address.group(1);
    }

    private static String device(Side side) {
        return "tun" + side.number();
    }

    private static Map<Figure, Sample> measure(
            Bench bench, List<String> namespaces, Running server, String target, int streams)
            throws Exception {
        Path place = bench.place("iperf3");
        Lab lab = bench.lab();
        int seconds = (int) Math.max(1, Math.round(bench.settings().seconds()));
        String device = "%" + device(server.side());
        Process receiver =
                lab.startClient(
                        namespaces.getLast(),
                        place.resolve("receiver"),
                        List.of("iperf3", "-s", "-1", "-B", target + device));
        Eventually.that(
                "iperf3 listens",
                Duration.ofSeconds(10),
                () -> lab.run(namespaces.getLast(), "ss -Hltn").contains(":" + PORT));
        ProcessCpu before = server.cpu();
        Processors.Spent clientsBefore = lab.clients().spent();
        long begun = System.nanoTime();
        Process sender =
                lab.startClient(
                        namespaces.getFirst(),
                        place.resolve("sender"),
                        List.of(
                                "iperf3",
                                "-J",
                                "-c",
                                target + device,
                                "-t",
                                Integer.toString(seconds),
                                "-P",
                                Integer.toString(streams)));
        boolean ended = sender.waitFor(seconds + 20L, TimeUnit.SECONDS);
        double cpuSeconds = server.cpu().since(before) / 1e9;
        double took = (System.nanoTime() - begun) / 1e9 * lab.clients().numbers().size();
        double clientsBusy = lab.clients().spent().since(clientsBefore).busy() / took;
        Ended.within(receiver, Duration.ofSeconds(5));
        String report = Files.readString(place.resolve("sender"));
        if (!ended || sender.exitValue() != 0) {
            throw new IOException("iperf3 failed: " + report);
        }
        JsonNode end = ContractJson.MAPPER.readTree(report).path("end");
        return figures(streams, end, cpuSeconds, clientsBusy);
    }

    private static Map<Figure, Sample> figures(
            int streams, JsonNode end, double cpuSeconds, double clientsBusy) {
        JsonNode received = end.path("sum_received");
        double gigabytes = received.path("bytes").asDouble() / 1e9;
        String text = "iperf3, %d %s".formatted(streams, streams == 1 ? "stream" : "streams");
        Map<Figure, Sample> figures = new LinkedHashMap<>();
        figures.put(
                Figure.more(text, "Mbit/s", new Target.Ratio(1.2, Double.NaN)),
                new Sample(received.path("bits_per_second").asDouble() / 1e6));
        figures.put(
                Figure.less(text, "CPU s/GB", new Target.None()),
                new Sample(cpuSeconds / gigabytes));
        figures.put(
                Figure.less(text + ", sent again", "segments/GB", new Target.None()),
                new Sample(end.path("sum_sent").path("retransmits").asDouble() / gigabytes));
        // Where this is 100 the two stock clients are the limit, whichever server is there.
        figures.put(
                Figure.less(text + ", clients' processors busy", "%", new Target.None()),
                new Sample(100 * clientsBusy));
        return figures;
    }
}
