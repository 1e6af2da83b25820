package io.fieldgate.server.benchmarks.load;

import io.fieldgate.openvpn.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The generator's process: `Generator CA_FILE MEMBERS_FILE`. Ends with standard input. Tunnels are
/// kept alive between commands.
///
/// | command | what it does |
/// |---|---|
/// | `group name= server= port= transport= from= addresses= mapped=` | names a server, where clients come from, whether they send to devices behind nodes |
/// | `open group= count= atOnce= seconds=` | brings up tunnels |
/// | `connect group= count= seconds=` | brings up and leaves, one after the other |
/// | `trickle group= flows= length= rate= seconds=` | packets one by one |
/// | `window group= flows= length= window= burst= row= seconds=` | as much as goes |
/// | `storm group= keep= rate= length= seconds=` | all but the first dial in again |
/// | `churn group= flows= length= rate= perSecond= seconds=` | packets one by one, while others dial in again |
/// | `knock group= seconds=` | dials until the server lets one in |
/// | `leave group=`, `forget group=` | ends all tunnels, with or without a goodbye |
public final class Generator {
    private static final int WAIT_MILLIS = 5;
    private static final long LEAVE_NANOS = 3_000_000_000L;

    private final Reactor reactor = new Reactor();
    private final Scratch scratch = new Scratch();
    private final Latencies latencies = new Latencies();
    private final Map<String, Group> groups = new HashMap<>();
    private final List<Member> members;
    private final MemberTls tls;
    private int runs;

    private Generator(Path ca, Path members) throws IOException, GeneralSecurityException {
        this.members = Member.read(members);
        this.tls = new MemberTls(Member.certificate(Files.readAllBytes(ca)));
    }

    /// Answers each line of standard input.
    public static void main(String[] arguments) throws Exception {
        Generator generator = new Generator(Path.of(arguments[0]), Path.of(arguments[1]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("commands").start(() -> read(lines));
        out.println("ok");
        while (true) {
            String line = lines.poll();
            if (line == null) {
                generator.reactor.poll(WAIT_MILLIS);
            } else {
                out.println(generator.answer(line));
            }
        }
    }

    private static void read(BlockingQueue<String> lines) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.clear();
        }
        // Nobody is left to tell.
        Runtime.getRuntime().halt(0);
    }

    private String answer(String line) {
        Request request = Request.parse(line);
        try {
            return "ok " + perform(request);
        } catch (IOException | GeneralSecurityException | RuntimeException failed) {
            return "failed " + request.name() + ": " + failed;
        }
    }

    private String perform(Request request) throws IOException, GeneralSecurityException {
        return switch (request.name()) {
            case "group" -> group(request);
            case "open" -> open(request);
            case "connect" -> connect(request);
            case "trickle" -> {
                Load load = load(request);
                load.trickle(request.number("rate"), request.nanos("seconds"));
                yield load.summary();
            }
            case "window" -> {
                Load load = load(request);
                load.window(
                        request.number("window"),
                        request.number("burst"),
                        request.number("row"),
                        request.nanos("seconds"));
                yield load.summary();
            }
            case "storm" -> storm(request);
            case "churn" -> churn(request);
            case "knock" -> knock(request);
            case "leave" -> {
                named(request).leave(LEAVE_NANOS);
                named(request).startOver();
                yield "";
            }
            case "forget" -> {
                named(request).forget();
                named(request).startOver();
                yield "";
            }
            default -> throw new IllegalArgumentException("no such command");
        };
    }

    private Group named(Request request) {
        Group group = groups.get(request.text("group"));
        if (group == null) {
            throw new IllegalArgumentException("no group " + request.text("group"));
        }
        return group;
    }

    private String group(Request request) {
        InetSocketAddress server =
                new InetSocketAddress(
                        InetAddress.ofLiteral(request.text("server")), request.number("port"));
        Transport transport = Transport.valueOf(request.text("transport").toUpperCase(Locale.ROOT));
        groups.put(
                request.text("name"),
                new Group(
                        reactor,
                        new Dialler(reactor, scratch, tls, server, transport),
                        members,
                        Dialler.spread(request.text("from"), request.number("addresses")),
                        request.number("mapped") == 1));
        return "";
    }

    private String open(Request request) throws IOException, GeneralSecurityException {
        Group group = named(request);
        long begun = System.nanoTime();
        int wanted = request.number("count");
        int up = group.open(wanted, request.number("atOnce"), request.nanos("seconds"));
        if (up < wanted) {
            throw new IOException(
                    "only %d of %d tunnels came up; the first of the others: %s"
                            .formatted(up, wanted, group.complaint()));
        }
        return "nanos=" + (System.nanoTime() - begun);
    }

    private String connect(Request request) throws IOException, GeneralSecurityException {
        Group group = named(request);
        long begun = System.nanoTime();
        int wanted = request.number("count");
        for (int i = 0; i < wanted; i++) {
            if (group.open(1, 1, request.nanos("seconds")) != 1) {
                throw new IOException("connection " + i + " failed: " + group.complaint());
            }
            group.leave(LEAVE_NANOS);
        }
        return "nanos=" + (System.nanoTime() - begun);
    }

    private Load load(Request request) {
        Group group = named(request);
        return new Load(
                reactor,
                latencies,
                group.tunnels(),
                group.isMapped(),
                ++runs,
                request.number("flows"),
                request.number("length"));
    }

    private String storm(Request request) {
        Group group = named(request);
        int keep = request.number("keep");
        Load load =
                new Load(
                        reactor,
                        latencies,
                        group.tunnels(),
                        group.isMapped(),
                        ++runs,
                        1,
                        request.number("length"));
        long begun = System.nanoTime();
        long end = begun + request.nanos("seconds");
        Group.Storm storm = group.storm(keep);
        load.trickle(request.number("rate"), () -> storm.isOver() || System.nanoTime() - end >= 0);
        return load.summary() + " left=" + storm.left() + " took=" + (System.nanoTime() - begun);
    }

    private String churn(Request request) {
        Group group = named(request);
        Load load = load(request);
        Churn churn =
                new Churn(
                        group.tunnels(), 2 * request.number("flows"), request.number("perSecond"));
        long end = System.nanoTime() + request.nanos("seconds");
        load.trickle(
                request.number("rate"),
                () -> {
                    churn.turn();
                    return System.nanoTime() - end >= 0;
                });
        int notUp = churn.settle(reactor).size();
        return load.summary() + " " + churn.summary(notUp);
    }

    private String knock(Request request) throws IOException, GeneralSecurityException {
        long took = new Knock(reactor, named(request)).until(request.nanos("seconds"));
        return "at=" + took;
    }
}
