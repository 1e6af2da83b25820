package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.openvpn.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What all cases share: the two contenders, the namespaces, the settings.
final class Bench implements Closeable {
    /// To warm up the caches of a server that is compiled before it runs.
    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final Settings settings;
    private final Path directory;
    private final Lab lab;
    private final Map<Integer, Fleet> fleets = new HashMap<>();
    private int places;

    Bench(Settings settings, Path directory) throws Exception {
        this.settings = settings;
        this.directory = directory;
        this.lab = new Lab(directory, settings.serverCores(), settings.clientCores());
    }

    Settings settings() {
        return settings;
    }

    Lab lab() {
        return lab;
    }

    Rounds rounds() {
        return rounds(settings.rounds());
    }

    /// For what warms up slowly, unless no warm-up is wanted at all.
    ///
    /// @param least how long
    Rounds slowlyWarmed(Duration least) {
        Duration wanted = settings.warmUp();
        Duration warmUp = wanted.isZero() || wanted.compareTo(least) > 0 ? wanted : least;
        return rounds(settings.rounds(), warmUp);
    }

    /// For what takes long: so many rounds at most.
    Rounds rounds(int most) {
        return rounds(most, settings.warmUp());
    }

    private Rounds rounds(int most, Duration warmUp) {
        return new Rounds(
                Math.min(most, settings.rounds()),
                warmUp(settings.base(), warmUp),
                warmUp(settings.ours(), warmUp),
                System.err::println);
    }

    private static Duration warmUp(Contender contender, Duration wanted) {
        return contender.isCompiledBefore() && wanted.compareTo(ENOUGH) > 0 ? ENOUGH : wanted;
    }

    /// So many peers; made once.
    Fleet fleet(int size) throws Exception {
        Fleet known = fleets.get(size);
        if (known == null) {
            known = new Fleet(place("fleet"), size);
            fleets.put(size, known);
        }
        return known;
    }

    /// So many peers of Identical Networks, whose sites all use the same addresses.
    Fleet mappedFleet(int size) throws Exception {
        return new Fleet(
                place("fleet"), size, Fleet.RENEGOTIATE_SECONDS, RoutingMode.IDENTICAL_NETWORKS);
    }

    Contender contender(Side side) {
        return side == Side.BASE ? settings.base() : settings.ours();
    }

    /// The files of one side's server.
    Installation install(Side side, Fleet fleet, Transport transport, int heapMegabytes)
            throws Exception {
        return install(side, fleet, transport, heapMegabytes, 1);
    }

    Installation install(
            Side side, Fleet fleet, Transport transport, int heapMegabytes, int workers)
            throws Exception {
        return contender(side)
                .install(
                        new Contender.Setup(
                                lab,
                                side,
                                place(side.name()),
                                fleet,
                                transport,
                                heapMegabytes,
                                workers));
    }

    Driver driver(Fleet fleet) throws IOException {
        return new Driver(lab, fleet, place("generator").resolve("errors"));
    }

    /// A new empty directory.
    Path place(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name + "-" + ++places));
    }

    /// Both servers running, and a generator that knows them.
    Pair pair(Fleet fleet, Transport transport) throws Exception {
        return pair(fleet, transport, 1);
    }

    /// The same, with several workers where a server can have them.
    Pair pair(Fleet fleet, Transport transport, int workers) throws Exception {
        return Pair.start(
                this,
                side -> install(side, fleet, transport, settings.heapMegabytes(), workers),
                fleet,
                transport);
    }

    @Override
    public void close() throws IOException {
        lab.close();
    }
}
