package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client makes of a server's words.
class ServerMessagesTest {
    @Test
    void nothingPassesBeforeTheServerPushes() {
        ScriptedServer server = new ScriptedServer();
        assertThat(server.agreed()).isTrue();
        assertThat(server.events).isEmpty();
        server.say(ScriptedServer.SETTINGS);
        assertThat(server.events).hasOnlyElementsOfType(ClientEvent.Established.class).hasSize(1);
    }

    @Test
    void settingsInPartsAreTakenWhenTheyAreComplete() {
        ScriptedServer server = new ScriptedServer();
        server.say("PUSH_REPLY,route 10.1.0.0 255.255.0.0,push-continuation 2");
        assertThat(server.events).isEmpty();
        server.say(ScriptedServer.SETTINGS + ",push-continuation 1");
        PushedSettings settings =
                server.events(ClientEvent.Established.class).getFirst().settings();
        assertThat(settings.routing().routes()).hasSize(1);
        assertThat(settings.channel().peerId()).hasValue(7);
    }

    @Test
    void aRefusalHasItsReason() {
        ScriptedServer server = new ScriptedServer().say("AUTH_FAILED,no such user");
        assertThat(server.end()).isEqualTo(new ClientEnd.AuthFailed("no such user", false));
    }

    @Test
    void aRefusalForNowSaysHowLongAndWhere() {
        ScriptedServer server =
                new ScriptedServer().say("AUTH_FAILED,TEMP[backoff 42,advance remote]:busy");
        assertThat(server.end())
                .isEqualTo(
                        new ClientEnd.Busy(
                                "busy",
                                Optional.of(Duration.ofSeconds(42)),
                                ClientEnd.Advance.REMOTE));
    }

    @Test
    void aRefusalForNowMayBeBare() {
        ScriptedServer server = new ScriptedServer().say("AUTH_FAILED,TEMP:later");
        assertThat(server.end())
                .isEqualTo(
                        new ClientEnd.Busy(
                                "later", Optional.empty(), ClientEnd.Advance.UNSPECIFIED));
    }

    @Test
    void noServerMakesAClientWaitForDays() {
        ScriptedServer server = new ScriptedServer().say("AUTH_FAILED,TEMP[backoff 9999999]:x");
        assertThat(server.end())
                .isEqualTo(
                        new ClientEnd.Busy(
                                "x",
                                Optional.of(ClientEnd.Busy.MAX_BACKOFF),
                                ClientEnd.Advance.UNSPECIFIED));
    }

    @Test
    void aDynamicChallengeIsAnsweredByTheNextConnection() {
        ScriptedServer server =
                new ScriptedServer().say("AUTH_FAILED,CRV1:R,E:abc123:YW5uYQ==:Your code?");
        assertThat(server.end()).isInstanceOf(ClientEnd.Challenged.class);
        DynamicChallenge challenge = ((ClientEnd.Challenged) server.end()).challenge();
        assertThat(challenge)
                .isEqualTo(new DynamicChallenge("Your code?", true, true, "abc123", "anna"));
        assertThat(challenge.credentials("4711"))
                .isEqualTo(new Credentials("anna", "CRV1::abc123::4711"));
    }

    @Test
    void aBrokenChallengeIsARefusal() {
        ScriptedServer server = new ScriptedServer().say("AUTH_FAILED,CRV1:R:abc:%%%:x");
        assertThat(server.end()).isInstanceOf(ClientEnd.AuthFailed.class);
    }

    @Test
    void aTextChallengeIsAnswered() {
        ScriptedServer server =
                new ScriptedServer()
                        .say("AUTH_PENDING,timeout 240", "INFO_PRE,CR_TEXT:R:Code: please");
        assertThat(server.events)
                .containsExactly(
                        new ClientEvent.AuthPending(Duration.ofMinutes(4)),
                        new ClientEvent.TextChallenge("Code: please", true, false));
        server.client.respond(server.now, "4711", server);
        server.settle();
        assertThat(server.heard).contains("CR_RESPONSE,NDcxMQ==\0");
    }

    @Test
    void anEndlessResponseIsRefused() {
        ScriptedServer server = new ScriptedServer();
        String tooLong = "x".repeat(ClientSession.MAX_RESPONSE + 1);
        assertThatThrownBy(() -> server.client.respond(server.now, tooLong, server))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWebPageToSignInAtIsReported() {
        ScriptedServer server =
                new ScriptedServer()
                        .say(
                                "INFO_PRE,WEB_AUTH:external:https://a.example/x",
                                "INFO_PRE,OPEN_URL:https://b.example/");
        assertThat(server.events)
                .containsExactly(
                        new ClientEvent.WebSignIn("https://a.example/x", "external"),
                        new ClientEvent.WebSignIn("https://b.example/", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO_PRE,WEB_AUTH::http://a.example/",
                "INFO_PRE,WEB_AUTH::file:///etc/passwd",
                "INFO_PRE,OPEN_URL:javascript:alert(1)",
                "INFO_PRE,OPEN_URL:https://a.example/ --flag",
                "INFO_PRE,hello"
            })
    void whatIsNoPageIsText(String message) {
        ScriptedServer server = new ScriptedServer().say(message);
        assertThat(server.events).hasOnlyElementsOfType(ClientEvent.Information.class).hasSize(1);
    }

    @Test
    void waitingIsExtendedButNotForEver() {
        ScriptedServer server = new ScriptedServer().say("AUTH_PENDING,timeout 999999");
        assertThat(server.events)
                .containsExactly(new ClientEvent.AuthPending(Duration.ofMinutes(30)));
        server.now += Duration.ofSeconds(1799).toNanos();
        server.client.tick(server.now, server);
        assertThat(server.client.isClosed()).isFalse();
        server.now += Duration.ofSeconds(1).toNanos();
        server.client.tick(server.now, server);
        assertThat(server.end()).isEqualTo(new ClientEnd.HandshakeTimeout());
    }

    @Test
    void withoutSettingsTheClientAsksAndGivesUpAfterAMinute() {
        ScriptedServer server = new ScriptedServer();
        for (int i = 0; i < 59; i++) {
            server.now += Duration.ofSeconds(1).toNanos();
            server.client.tick(server.now, server);
            server.settle();
        }
        assertThat(server.heard).containsOnly("PUSH_REQUEST\0").hasSize(12);
        server.now += Duration.ofSeconds(1).toNanos();
        server.client.tick(server.now, server);
        assertThat(server.end()).isEqualTo(new ClientEnd.HandshakeTimeout());
    }

    @Test
    void restartSaysWhatToKeepAndWhereToGo() {
        ScriptedServer server =
                new ScriptedServer().say(ScriptedServer.SETTINGS, "RESTART,[PN]:moved");
        assertThat(server.end())
                .isEqualTo(new ClientEnd.Restart("moved", true, ClientEnd.Advance.REMOTE));
    }

    @Test
    void restartMayBeBare() {
        ScriptedServer server = new ScriptedServer().say(ScriptedServer.SETTINGS, "RESTART");
        assertThat(server.end())
                .isEqualTo(new ClientEnd.Restart("", false, ClientEnd.Advance.UNSPECIFIED));
    }

    @Test
    void haltAndExitEndTheSession() {
        assertThat(new ScriptedServer().say(ScriptedServer.SETTINGS, "HALT,go away").end())
                .isEqualTo(new ClientEnd.Halt("go away"));
        assertThat(new ScriptedServer().say(ScriptedServer.SETTINGS, "EXIT").end())
                .isEqualTo(new ClientEnd.ServerExit());
    }

    @Test
    void aTokenIsUsedFromNowOn() {
        ScriptedServer server =
                new ScriptedServer(() -> new Credentials("anna", "secret"), VirtualWorld.SERVER);
        server.say(ScriptedServer.SETTINGS + ",auth-token T0K3N");
        assertThat(server.events(ClientEvent.TokenReceived.class))
                .containsExactly(new ClientEvent.TokenReceived(new Credentials("anna", "T0K3N")));
        assertThat(server.events.toString()).doesNotContain("T0K3N").doesNotContain("secret");
        server.say("PUSH_REPLY,auth-token N3W,auth-token-user Ym9i");
        assertThat(server.events(ClientEvent.TokenReceived.class).getLast().credentials())
                .isEqualTo(new Credentials("bob", "N3W"));
        assertThat(server.events(ClientEvent.Established.class)).hasSize(1);
        server.say("AUTH_FAILED,SESSION: token expired");
        assertThat(server.end())
                .isEqualTo(new ClientEnd.AuthFailed("SESSION: token expired", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUSH_REPLY,peer-id 1",
                "PUSH_REPLY,cipher BF-CBC",
                "PUSH_REPLY,cipher AES-256-GCM,comp-lzo no",
                "PUSH_REPLY,cipher AES-256-GCM,compress lz4",
                "PUSH_REPLY,cipher AES-256-GCM,protocol-flags aead-epoch tls-ekm",
                "PUSH_REPLY,cipher AES-256-GCM,peer-id 1,protocol-flags aead-epoch",
                "PUSH_REPLY,cipher AES-256-CBC,peer-id 1"
            })
    void settingsThatWereNotOfferedEndTheSession(String settings) {
        ScriptedServer server = new ScriptedServer().say(settings);
        assertThat(server.end()).isInstanceOf(ClientEnd.Incompatible.class);
        assertThat(server.events).hasSize(1);
    }

    @Test
    void anUpdateChangesTheSettings() {
        ScriptedServer server =
                new ScriptedServer()
                        .say(
                                ScriptedServer.SETTINGS + ",route 10.1.0.0 255.255.0.0",
                                "PUSH_UPDATE,route 10.2.0.0 255.255.0.0,push-continuation 2",
                                "PUSH_UPDATE,route 10.3.0.0 255.255.0.0,-dns,?verb 4");
        PushedSettings updated =
                server.events(ClientEvent.SettingsUpdated.class).getFirst().settings();
        assertThat(updated.routing().routes())
                .extracting(route -> route.network().getHostAddress())
                .containsExactly("10.2.0.0", "10.3.0.0");
        assertThat(updated.ignored()).isEmpty();
        assertThat(server.client.isClosed()).isFalse();
    }

    @Test
    void anUpdateOfSomethingElseNeedsANewConnection() {
        ScriptedServer server =
                new ScriptedServer().say(ScriptedServer.SETTINGS, "PUSH_UPDATE,cipher BF-CBC");
        assertThat(server.end()).isInstanceOf(ClientEnd.SettingsChanged.class);
    }

    @Test
    void controlCharactersMakeAMessageNobody() {
        ScriptedServer server =
                new ScriptedServer()
                        .say("AUTH_FAILED,a\u0007b", "HALT\u001b[31m", "INFO,\u009b", "NEWS,x");
        assertThat(server.events).isEmpty();
    }

    @Test
    void tooManyOptionsEndTheSession() {
        ScriptedServer server = new ScriptedServer();
        String part = "PUSH_REPLY," + "a,".repeat(1900) + "push-continuation 2";
        for (int i = 0; i < 10 && !server.client.isClosed(); i++) {
            server.say(part);
        }
        assertThat(server.end())
                .isEqualTo(new ClientEnd.Incompatible("too many options were pushed"));
    }

    @Test
    void leavingIsSaidAndAcknowledged() {
        ScriptedServer server = new ScriptedServer().say(ScriptedServer.SETTINGS);
        server.client.leave(server.now, server);
        server.settle();
        assertThat(server.heard).contains("EXIT\0");
        assertThat(server.end()).isEqualTo(new ClientEnd.Left());
        server.client.leave(server.now, server);
        server.client.close(server.now, "again", server);
        assertThat(server.events(ClientEvent.Closed.class)).hasSize(1);
    }
}
