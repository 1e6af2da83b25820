package io.fieldgate.portal.access.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.portal.access.DeviceKind;
import io.fieldgate.portal.access.Devices;
import io.fieldgate.portal.access.NewDevice;
import io.fieldgate.portal.access.Rules;
import io.fieldgate.portal.access.Subject;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.identity.OperatorForTests;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/// The pages with real rows behind them; each is kept in `target/pages` to be looked at.
@PortalTest
class AccessPagesTest {
    private static final String HOSTILE = "</title><script>alert(1)</script><img src=x onerror=a>";

    @Autowired MockMvcTester web;
    @Autowired FleetForTests fleet;
    @Autowired ReportBook reports;
    @Autowired Devices devices;
    @Autowired Rules rules;

    private SecureServerView server;
    private UUID pump;
    private UUID weir;
    private UUID anna;
    private UUID plc;

    @BeforeEach
    void aPlant() {
        server = fleet.server();
        pump = fleet.node(server.id(), "Pump station 7", "192.168.1.0/24", "192.168.2.0/24");
        weir = fleet.node(server.id(), "North weir", "192.168.9.0/24");
        anna = fleet.client(server.id(), "Anna's laptop");
        plc =
                Scope.operator()
                        .call(() ->
                                devices.add(
                                                pump,
                                                new NewDevice(
                                                        "PLC 1",
                                                        null,
                                                        "192.168.1.10",
                                                        DeviceKind.S7,
                                                        ""))
                                        .id());
    }

    @Test
    void aDeviceIsAddedAndAWrongOneComesBackWithTheReason() {
        String page = "/nodes/" + pump + "/devices";
        assertThat(keep("access-devices", page)).contains("PLC 1", "192.168.1.10", "Siemens S7");
        assertThat(send(page, "name", "HMI", "address", "192.168.2.20", "kind", "VNC"))
                .hasStatus(302);
        assertThat(send(page, "name", "Camera", "address", "10.9.9.9")).hasStatus(302);
        assertThat(keep("access-devices-warned", page)).contains("Nobody reaches the device");
        MvcTestResult wrong = send(page, "name", "Drive", "address", "10.0.0.0/8");
        assertThat(wrong).hasStatus(422);
        assertThat(body(wrong)).contains("address-fault", "value=\"Drive\"");
        assertThat(send(page + "/remove", "device", plc.toString())).hasStatus(302);
        assertThat(body(get(page))).doesNotContain(plc.toString());
    }

    @Test
    void aDeviceIsChangedAndAWrongChangeComesBackWithTheReason() {
        String devicesPage = "/nodes/" + pump + "/devices";
        String page = devicesPage + "/" + plc;
        assertThat(body(get(devicesPage))).contains("href=\"" + page + "\"");
        assertThat(keep("access-device", page))
                .contains("value=\"PLC 1\"", "value=\"192.168.1.10\"", "value=\"plc-1\"");
        MvcTestResult wrong = send(page, "name", "PLC 2", "address", "nowhere");
        assertThat(wrong).hasStatus(422);
        assertThat(body(wrong)).contains("address-fault", "value=\"PLC 2\"");
        assertThat(send(page, "name", "PLC 2", "address", "192.168.2.30")).hasStatus(302);
        assertThat(body(get(devicesPage)))
                .contains("PLC 2", "192.168.2.30", "plc-1")
                .doesNotContain("192.168.1.10<", "Siemens S7</span>");
        assertThat(get("/nodes/" + weir + "/devices/" + plc)).hasStatus(404);
    }

    @Test
    void membersWithoutWhomSomebodyLosesAccessAreSavedOnlyAfterAPageThatSaysSo() {
        connected(pump, anna);
        String page = "/secure-servers/" + server.id() + "/groups";
        String group =
                String.valueOf(
                        send(page, "name", "Guests", "kind", "CLIENTS")
                                .getResponse()
                                .getRedirectedUrl());
        assertThat(send(group + "/rules", "targets", "node:" + weir, "service", "PING"))
                .hasStatus(302);
        MvcTestResult preview = send(group + "/members", "members", anna.toString());
        assertThat(preview).hasStatusOk();
        assertThat(keep("access-member-preview", preview))
                .contains("Save these members?", "connected right now and would be cut off")
                .contains("No longer reached", "value=\"" + anna + "\"");
        String member = "value=\"" + anna + "\" checked";
        assertThat(body(get(group))).doesNotContain(member);
        assertThat(send(group + "/members", "members", anna.toString(), "seen", "true"))
                .hasStatus(302);
        assertThat(body(get(group))).contains(member);
        assertThat(body(send(group + "/members"))).contains("Newly reached");
    }

    @Test
    void aRuleIsSavedOnlyAfterAPageThatSaysWhoIsCutOff() {
        connected(pump, anna);
        String page = "/clients/" + anna + "/rules";
        assertThat(keep("access-rules-none", page))
                .contains("Without rules this client reaches everything");
        String[] rule = {
            "effect", "ALLOW",
            "targets", "device:" + plc,
            "targets", "subnet:" + pump + ":192.168.2.0/24",
            "service", "S7",
            "direction", "FROM_CLIENT",
            "note", "Service contract"
        };
        MvcTestResult preview = send(page + "/preview", rule);
        assertThat(preview).hasStatusOk();
        assertThat(keep("access-preview", preview))
                .contains("connected right now and would be cut off", "No longer reached")
                .contains("value=\"device:" + plc);
        assertThat(body(get(page))).contains("Without rules this client reaches everything");
        assertThat(send(page, rule)).hasStatus(302);
        String saved = keep("access-rules", page);
        assertThat(saved)
                .contains(
                        "reaches only what is",
                        "PLC 1 behind Pump station 7",
                        "Siemens S7 (TCP 102)")
                .contains("192.168.2.0/24 behind Pump station 7", "never yet");
        assertThat(keep("access-client", "/clients/" + anna + "/access"))
                .contains("only what its rules allow", "TCP 102");
        String id = first(Pattern.compile("id=\"rule-([0-9a-f-]{36})"), saved);
        assertThat(body(send(page + "/preview", "remove", id))).contains("Remove this rule?");
        assertThat(send(page, "remove", id)).hasStatus(302);
        assertThat(body(get(page))).doesNotContain(id);
    }

    @Test
    void aRuleWithoutATargetOrWithWrongPortsComesBackWithTheReason() {
        String page = "/clients/" + anna + "/rules/preview";
        MvcTestResult nothing = send(page, "effect", "ALLOW", "service", "ANY");
        assertThat(nothing).hasStatus(422);
        assertThat(body(nothing)).contains("Pick at least one thing");
        MvcTestResult ports =
                send(page, "targets", "all", "service", "OTHER_TCP", "ports", "1, 99999");
        assertThat(ports).hasStatus(422);
        assertThat(keep("access-rules-fault", ports)).contains("Write a port as a number");
    }

    @Test
    void aRuleIsMadeFromTheNodesSideToo() {
        String page = "/nodes/" + weir + "/access";
        assertThat(keep("access-node-none", page)).contains("No rule is about this node");
        String[] rule = {
            "node",
            weir.toString(),
            "who",
            "client:" + anna,
            "targets",
            "node:" + weir,
            "service",
            "WEB"
        };
        assertThat(body(send(page + "/preview", rule))).contains("Anna", "No longer reached");
        assertThat(send(page + "/preview", "targets", "node:" + weir)).hasStatus(422);
        MvcTestResult saved = send("/clients/" + anna + "/rules", rule);
        assertThat(saved.getResponse().getRedirectedUrl()).isEqualTo(page);
        assertThat(keep("access-node", page)).contains("Web (TCP 80, 443)", "every client reaches");
        assertThat(body(get("/nodes/" + pump + "/access"))).contains("No rule is about this node");
    }

    @Test
    void aGroupIsMadeFilledGivenRulesAndRemoved() {
        String page = "/secure-servers/" + server.id() + "/groups";
        assertThat(keep("access-groups-none", page)).contains("No group yet");
        MvcTestResult made = send(page, "name", "Service engineers", "kind", "CLIENTS");
        String group = String.valueOf(made.getResponse().getRedirectedUrl());
        assertThat(send(group + "/members", "members", anna.toString())).hasStatus(302);
        assertThat(send(group + "/rules", "targets", "node:" + pump, "service", "PING"))
                .hasStatus(302);
        assertThat(keep("access-group", group)).contains("Ping", "checked");
        assertThat(keep("access-groups", page)).contains("Service engineers");
        assertThat(keep("access-rules-of-group", "/clients/" + anna + "/rules"))
                .contains("From its groups", "Service engineers");
        assertThat(send(group + "/remove")).hasStatus(302);
        assertThat(body(get(group))).contains("Service engineers");
        assertThat(send(page, "name", "service engineers", "kind", "CLIENTS")).hasStatus(422);
        MvcTestResult nodes = send(page, "name", "North", "kind", "NODES");
        assertThat(
                        keep(
                                "access-group-nodes",
                                String.valueOf(nodes.getResponse().getRedirectedUrl())))
                .contains("North weir");
    }

    @Test
    void whyNamesTheHopOnOnePage() {
        String page = "/clients/" + anna + "/why";
        assertThat(keep("access-why-empty", page)).contains("Find out");
        connected(anna);
        MvcTestResult answer = send(page, "target", "PLC 1", "port", "");
        assertThat(answer).hasStatusOk();
        assertThat(keep("access-why", answer))
                .contains("The node is off-line", "has never connected", "Go to the node");
        assertThat(send(page, "target", "")).hasStatus(422);
        assertThat(send(page, "target", "PLC 1", "port", "x")).hasStatus(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nodes/ID/devices",
                "/clients/ID/rules",
                "/groups/ID/members",
                "/groups/ID"
            })
    void withoutASignInNothingIsShownAndAFormFromAnotherSiteIsRefused(String pattern) {
        String path = pattern.replace("ID", anna.toString());
        assertThat(web.get().uri(path).secure(true).exchange()).hasStatus(302);
        assertThat(web.post().uri(path).secure(true).with(OperatorForTests.signedIn()).exchange())
                .hasStatus(403);
    }

    @Test
    void hostileNamesAreOnlyText() {
        UUID node = fleet.node(server.id(), HOSTILE, "10.7.0.0/16");
        UUID client = fleet.client(server.id(), HOSTILE);
        Scope.operator()
                .run(() -> {
                    devices.add(node, new NewDevice(HOSTILE, null, "10.7.0.1", null, HOSTILE));
                    rules.replace(new Subject.Client(client), List.of());
                });
        for (String page :
                List.of(
                        "/nodes/" + node + "/devices",
                        "/nodes/" + node + "/access",
                        "/clients/" + client + "/rules",
                        "/clients/" + client + "/access",
                        "/clients/" + client + "/why")) {
            assertThat(body(get(page)))
                    .as(page)
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script>alert", "<img src=x", " style=", " onclick=");
        }
    }

    private void connected(UUID... peers) {
        ServerReport report =
                new ServerReport(
                        server.id().toString(),
                        UUID.randomUUID().toString(),
                        1,
                        1,
                        Arrays.stream(peers)
                                .map(peer -> FleetForTests.session(UUID.randomUUID(), peer))
                                .toList(),
                        List.of(),
                        Map.of(),
                        1,
                        null);
        new Scope.Tenant(server.tenantId())
                .run(() -> reports.apply(server.tenantId(), server.id(), report));
    }

    private MvcTestResult get(String path) {
        return web.get().uri(path).secure(true).with(OperatorForTests.signedIn()).exchange();
    }

    private MvcTestResult send(String path, String... fields) {
        MockMvcTester.MockMvcRequestBuilder request =
                web.post()
                        .uri(path)
                        .secure(true)
                        .with(OperatorForTests.signedIn())
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED);
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return request.exchange();
    }

    private String keep(String name, String path) {
        return keep(name, get(path));
    }

    private static String keep(String name, MvcTestResult result) {
        String html = body(result);
        try {
            Path file = Path.of("target", "pages", name + ".html");
            Files.createDirectories(file.getParent());
            Files.writeString(file, html);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return html;
    }

    private static String body(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString(UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("nothing like " + pattern);
        }
        return matcher.group(1);
    }
}
