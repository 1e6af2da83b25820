package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.AuthTokens;
import io.fieldgate.openvpn.Challenge;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.Factor;
import io.fieldgate.openvpn.PasswordField;
import io.fieldgate.openvpn.Refusal;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What the peer's user must show beside the certificate, and how it is asked. Whoever has shown it
/// gets an auth-token for the renegotiations.
enum SecondFactor {
    /// User name and password.
    PASSWORD,

    /// The answer to the profile's static challenge, with the password (SCRV1).
    STATIC,

    /// The answer to a question that comes with the first refusal (CRV1).
    DYNAMIC,

    /// The answer to a question while the connection waits.
    CR_TEXT,

    /// A visit to a web page while the connection waits; whoever runs the test confirms it.
    WEB_AUTH;

    static final String USER = "alice";
    static final String PASS = "secretpw";
    static final String CODE = "4321";
    static final String STATE = "state-1";
    static final String QUESTION = "Enter the code";

    /// Tokens need some time of day; a recording shall not depend on which.
    private static final long UNIX_SECONDS = 1_800_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AuthTokens TOKENS =
            new AuthTokens(new byte[AuthTokens.SECRET_LENGTH], "tenant");

    void decide(
            Event.PeerAuthenticating asked,
            ServerSession session,
            Admission admission,
            long nowNanos,
            Session.Output output) {
        long question = asked.question();
        PasswordField password = PasswordField.of(asked.identity().credentials().password());
        if (asked.rekey()) {
            boolean good =
                    password instanceof PasswordField.Token(String token) && isGood(token, asked);
            if (good) {
                session.approveRekey(nowNanos, question, Optional.empty(), Set.of(), output);
            } else {
                session.refuse(nowNanos, "the password came instead of the token", output);
            }
            return;
        }
        Admission let = admission.withAuthToken(token(asked), Duration.ofHours(1));
        switch (this) {
            case PASSWORD -> {
                boolean good =
                        password instanceof PasswordField.Plain(String pass) && pass.equals(PASS);
                admitIf(good, session, let, nowNanos, output);
            }
            case STATIC -> {
                boolean good =
                        password instanceof PasswordField.WithResponse(String pass, String code)
                                && pass.equals(PASS)
                                && code.equals(CODE);
                admitIf(good, session, let, nowNanos, output);
            }
            case DYNAMIC -> {
                if (password
                        instanceof PasswordField.ChallengeResponse(String state, String code)) {
                    boolean good = state.equals(STATE) && code.equals(CODE);
                    admitIf(good, session, let, nowNanos, output);
                } else {
                    session.refuse(
                            nowNanos,
                            question,
                            new Refusal.Challenge(STATE, USER, QUESTION, true),
                            output);
                }
            }
            case CR_TEXT, WEB_AUTH -> {
                session.admit(nowNanos, question, let, Set.of(Factor.SECOND_FACTOR), output);
                if (!session.challenge(nowNanos, question, challenge(), output)) {
                    session.refuse(nowNanos, "this client cannot ask", output);
                }
            }
        }
    }

    static void judge(
            Event.ChallengeAnswered answer,
            ServerSession session,
            long nowNanos,
            Session.Output output) {
        if (answer.response().equals(CODE)) {
            session.confirm(nowNanos, answer.question(), Factor.SECOND_FACTOR, output);
        } else {
            session.refuse(nowNanos, "wrong code", output);
        }
    }

    private Challenge challenge() {
        return this == WEB_AUTH
                ? new Challenge.WebSignIn("https://signin.example/1", false, PATIENCE)
                : new Challenge.TextQuestion(QUESTION, true, PATIENCE);
    }

    private static void admitIf(
            boolean good,
            ServerSession session,
            Admission admission,
            long nowNanos,
            Session.Output output) {
        if (good) {
            session.admit(nowNanos, admission, output);
        } else {
            session.refuse(nowNanos, "wrong password or code", output);
        }
    }

    private static Admission.AuthToken token(Event.PeerAuthenticating asked) {
        String username = asked.identity().credentials().username();
        String token =
                TOKENS.issue(
                        new UUID(1, 2),
                        username.isEmpty() ? USER : username,
                        certificate(asked),
                        UNIX_SECONDS,
                        Duration.ofHours(1));
        return new Admission.AuthToken(
                token, username.isEmpty() ? Optional.of(USER) : Optional.empty());
    }

    private static boolean isGood(String token, Event.PeerAuthenticating asked) {
        String username = asked.identity().credentials().username();
        return TOKENS.check(
                        token,
                        username.isEmpty() ? USER : username,
                        certificate(asked),
                        UNIX_SECONDS)
                .validSignIn()
                .isPresent();
    }

    private static X509Certificate certificate(Event.PeerAuthenticating asked) {
        return asked.identity().chain().getFirst();
    }
}
