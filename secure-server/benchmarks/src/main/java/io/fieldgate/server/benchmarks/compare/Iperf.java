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

/// `iperf3` from one stock client to another, each in a namespace of its own: with all of a
/// processor for a server, and with a fifth of one, so that the clients are not the limit.
record Iperf() implements Case {
    private static final int CLIENTS = 2;
    private static final int PORT = 5201;
    private static final int[] STREAMS = {1, 4};
    private static final int SHARE_PERCENT = 20;
    private static final double MUST = 1.2;

    /// A processor that is busier does nothing more.
    private static final double BUSY_PERCENT = 98;

    private static final Pattern ADDRESS = Pattern.compile("inet (\\S+?)[/ ]");

    @Override
    public String name() {
        return "iperf3";
    }

    @Override
    public String description() {
        return ("iperf3 over TCP between two stock clients, 1 and 4 streams;"
                        + " servers with all and with %d %% of a processor")
                .formatted(SHARE_PERCENT);
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        Fleet fleet = bench.fleet(CLIENTS);
        List<Comparison> results = new ArrayList<>();
        try (Pair pair = bench.pair(fleet, Transport.UDP)) {
            Map<Side, String> targets = new LinkedHashMap<>();
            for (Side side : Side.values()) {
                dialIn(bench, fleet, side, 0);
                targets.put(side, dialIn(bench, fleet, side, CLIENTS - 1));
            }
            for (int streams : STREAMS) {
                results.addAll(measure(bench, pair, targets, new Load(streams, "")));
            }
            bench.lab().limit(pair.base(), SHARE_PERCENT);
            bench.lab().limit(pair.ours(), SHARE_PERCENT);
            String share = ", %d %% of a processor".formatted(SHARE_PERCENT);
            for (int streams : STREAMS) {
                results.addAll(measure(bench, pair, targets, new Load(streams, share)));
            }
        }
        return results;
    }

    /// @param server what of a processor it has, for people
    private record Load(int streams, String server) {
        String text() {
            return "iperf3, %d %s%s"
                    .formatted(streams, streams == 1 ? "stream" : "streams", server);
        }
    }

    private static List<Comparison> measure(
            Bench bench, Pair pair, Map<Side, String> targets, Load load) throws Exception {
        List<Comparison> measured =
                bench.rounds()
                        .alternate(
                                pair.base(),
                                pair.ours(),
                                server ->
                                        measure(
                                                bench,
                                                server,
                                                targets.getOrDefault(server.side(), ""),
                                                load));
        Comparison clients = measured.getLast();
        List<Comparison> judged = new ArrayList<>(measured);
        if (Math.min(clients.base().median(), clients.ours().median()) >= BUSY_PERCENT) {
            judged.set(0, measured.getFirst().with(new Target.Limited(MUST, "the clients")));
        }
        return judged;
    }

    /// @return the client's address in the tunnel
    private static String dialIn(Bench bench, Fleet fleet, Side side, int number) throws Exception {
        String namespace = bench.lab().client(number);
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
            Bench bench, Running server, String target, Load load) throws Exception {
        Path place = bench.place("iperf3");
        Lab lab = bench.lab();
        String from = lab.client(0);
        String to = lab.client(CLIENTS - 1);
        int seconds = (int) Math.max(1, Math.round(bench.settings().seconds()));
        String device = "%" + device(server.side());
        Process receiver =
                lab.startClient(
                        to,
                        place.resolve("receiver"),
                        List.of("iperf3", "-s", "-1", "-B", target + device));
        Eventually.that(
                "iperf3 listens",
                Duration.ofSeconds(10),
                () -> lab.run(to, "ss -Hltn").contains(":" + PORT));
        ProcessCpu before = server.cpu();
        Processors.Spent clientsBefore = lab.clients().spent();
        long begun = System.nanoTime();
        Process sender =
                lab.startClient(
                        from,
                        place.resolve("sender"),
                        List.of(
                                "iperf3",
                                "-J",
                                "-c",
                                target + device,
                                "-t",
                                Integer.toString(seconds),
                                "-P",
                                Integer.toString(load.streams())));
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
        return figures(load.text(), end, cpuSeconds, clientsBusy);
    }

    private static Map<Figure, Sample> figures(
            String text, JsonNode end, double cpuSeconds, double clientsBusy) {
        JsonNode received = end.path("sum_received");
        double gigabytes = received.path("bytes").asDouble() / 1e9;
        Map<Figure, Sample> figures = new LinkedHashMap<>();
        figures.put(
                Figure.more(text, "Mbit/s", new Target.Ratio(MUST, Double.NaN)),
                new Sample(received.path("bits_per_second").asDouble() / 1e6));
        figures.put(
                Figure.less(text, "CPU s/GB", new Target.None()),
                new Sample(cpuSeconds / gigabytes));
        figures.put(
                Figure.less(text + ", sent again", "segments/GB", new Target.None()),
                new Sample(end.path("sum_sent").path("retransmits").asDouble() / gigabytes));
        figures.put(
                Figure.less(text + ", clients' processors busy", "%", new Target.None()),
                new Sample(100 * clientsBusy));
        return figures;
    }
}
