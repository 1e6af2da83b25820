package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.LoopbackServer;
import io.fieldgate.openvpn.Refusal;
import io.fieldgate.openvpn.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The features of the interop matrix that concern users, settings and addresses.
final class MoreFeatures {
    private static final String STATIC_CHALLENGE =
            "static-challenge \"" + SecondFactor.QUESTION + "\" 1";

    private MoreFeatures() {}

    static List<Feature> all() {
        return List.of(
                new Feature("password", bench -> signsIn(bench, SecondFactor.PASSWORD, "")),
                new Feature(
                        "static-challenge",
                        bench ->
                                signsIn(
                                        bench,
                                        SecondFactor.STATIC,
                                        SecondFactor.CODE,
                                        STATIC_CHALLENGE)),
                new Feature(
                        "dynamic-challenge",
                        bench ->
                                signsIn(
                                        bench,
                                        SecondFactor.DYNAMIC,
                                        SecondFactor.CODE,
                                        "auth-retry interact")),
                new Feature("cr-text", MoreFeatures::textChallenge),
                new Feature("web-auth", MoreFeatures::webChallenge),
                new Feature("auth-token-at-rekey", MoreFeatures::token),
                new Feature("auth-failed-temp", MoreFeatures::temporarily),
                new Feature("restart-next-server", MoreFeatures::nextServer),
                new Feature("push-update", MoreFeatures::update),
                new Feature(
                        "ipv6-push",
                        bench -> pushes(bench, "ipv6=yes", "ifconfig-ipv6", "fd00:77:")),
                new Feature("dns", bench -> pushes(bench, "dns=yes", "100.64.0.53")),
                new Feature("tun-mtu", bench -> pushes(bench, "tun-mtu=1400", "tun-mtu", "1400")),
                new Feature("float", MoreFeatures::moves));
    }

    private static void signsIn(
            Feature.Bench bench, SecondFactor factor, String typed, String... profile)
            throws IOException {
        Setting setting =
                Setting.of("udp").policy("factor=" + factor).user(typed, "").profile(profile);
        try (Lab lab = bench.lab(setting)) {
            lab.awaitUp();
        }
    }

    /// The program of OpenVPN 2 leaves the answer to whoever is at its management interface.
    private static void textChallenge(Feature.Bench bench) throws IOException {
        answers(bench, SecondFactor.CODE, MoreFeatures::letIn);
        answers(bench, "1234", MoreFeatures::refused);
    }

    private static void answers(Feature.Bench bench, String answer, Consumer<Lab> outcome)
            throws IOException {
        boolean managed = bench.program().is(Program.Kind.OPENVPN_2);
        Path socket = Files.createTempDirectory(bench.directory(), "ui").resolve("socket");
        Setting asked =
                Setting.of("udp")
                        .policy("factor=" + SecondFactor.CR_TEXT)
                        .user(managed ? "" : answer, "crtext");
        if (!managed) {
            try (Lab lab = bench.lab(asked)) {
                outcome.accept(lab);
            }
            return;
        }
        try (Lab lab = bench.lab(asked.profile(ManagedUser.profile(socket)));
                ManagedUser user = new ManagedUser(socket, lab.client, answer)) {
            lab.await("question", () -> user.wasAsked(":" + SecondFactor.QUESTION));
            outcome.accept(lab);
        }
    }

    private static void letIn(Lab lab) {
        lab.awaitUp();
        lab.require("no answer", !lab.events(Event.ChallengeAnswered.class).isEmpty());
    }

    private static void refused(Lab lab) {
        lab.await("refusal", () -> lab.client.logged("wrong code"));
        lab.require("it is up", lab.events(Event.Established.class).isEmpty());
    }

    private static void webChallenge(Feature.Bench bench) throws IOException {
        Setting setting =
                Setting.of("udp")
                        .policy("factor=" + SecondFactor.WEB_AUTH)
                        .user(SecondFactor.CODE, "webauth");
        try (Lab lab = bench.lab(setting)) {
            lab.await("page", () -> lab.client.logged("https://signin.example/1"));
            lab.require("it did not wait", lab.events(Event.Established.class).isEmpty());
            lab.order("confirm SECOND_FACTOR");
            lab.awaitUp();
        }
    }

    /// The policy refuses a renegotiation without the token.
    private static void token(Feature.Bench bench) throws IOException {
        Setting setting =
                Setting.of("udp")
                        .policy("factor=" + SecondFactor.STATIC)
                        .user(SecondFactor.CODE, "")
                        .profile(STATIC_CHALLENGE, "reneg-sec 11");
        try (Lab lab = bench.lab(setting)) {
            lab.awaitUp();
            lab.await(
                    "new keys",
                    Duration.ofSeconds(40),
                    () -> lab.events(Event.Rekeyed.class).size() >= 2);
            lab.requireNoDrops();
        }
    }

    private static void temporarily(Feature.Bench bench) throws IOException {
        AtomicBoolean busy = new AtomicBoolean(true);
        LoopbackServer.Owner admitting = Policy.ADMIT.owner();
        LoopbackServer.Owner busyAtFirst =
                (question, session, now, output) -> {
                    if (busy.getAndSet(false)) {
                        Refusal later = new Refusal.Temporary("busy", Duration.ofSeconds(3), false);
                        session.refuse(now, question.question(), later, output);
                    } else {
                        admitting.decide(question, session, now, output);
                    }
                };
        try (Lab lab = bench.lab(Setting.of("udp"), busyAtFirst)) {
            lab.await("tunnel", () -> lab.client.logged(lab.program.up()));
        }
    }

    /// The second server of the profile is the same one over TCP.
    private static void nextServer(Feature.Bench bench) throws IOException {
        Setting setting = Setting.of("udp").profile("remote 127.0.0.1 PORT tcp");
        try (Lab lab = bench.lab(setting)) {
            lab.awaitUp();
            lab.order("next drained");
            lab.await("second session", () -> lab.client.count(lab.program.up()) == 2);
            lab.require("it came back", lab.recorder.lastTransport() == Transport.TCP);
        }
    }

    private static void update(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp"))) {
            lab.awaitUp();
            lab.order("update 10.77.0.0");
            lab.await("new route", () -> lab.client.logged("10.77.0.0"));
            int before = lab.server.dataPackets.get();
            lab.await("data afterwards", () -> lab.server.dataPackets.get() >= before + 5);
            lab.requireNoDrops();
            lab.require("it connected again", lab.events(Event.Established.class).size() == 1);
        }
    }

    /// OpenVPN 2 logs the push as it came, OpenVPN 3 option by option.
    private static void pushes(Feature.Bench bench, String policy, String... expected)
            throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").policy(policy))) {
            lab.awaitUp();
            for (String word : expected) {
                lab.require(word + " was not pushed", lab.client.loggedOfPush(word));
            }
            lab.require("it does not take it", !lab.client.logged("Options error"));
        }
    }

    private static void moves(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").throughRelay())) {
            lab.awaitUp();
            lab.move();
            lab.await("float", () -> !lab.events(Event.Floated.class).isEmpty());
            int before = lab.server.dataPackets.get();
            lab.await("data afterwards", () -> lab.server.dataPackets.get() >= before + 6);
            lab.requireNoDrops();
            lab.require("it came up again", lab.client.count(lab.program.up()) == 1);
        }
    }
}
