package io.fieldgate.server.control;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.Problem;
import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.contract.control.BootstrapRequest;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.server.crypto.OwnKey;
import io.fieldgate.server.log.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The calls to the portal's control endpoint, over TLS that trusts the installation's root only.
/// Every call is bounded in time and size. Safe for use by several threads.
final class PortalClient implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(15);
    private static final long MAX_ANSWER_BYTES = 256L << 20;
    private static final int MAX_DETAIL = 300;

    private final URI base;
    private final HttpClient http;

    /// @param identity null before the server has enrolled: then no client certificate is shown
    PortalClient(URI base, X509Certificate root, @Nullable Identity identity)
            throws GeneralSecurityException {
        this.base = base;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .sslContext(sslContext(root, identity))
                        .build();
    }

    /// Hands in the one-time secret and both requests; answers the identity.
    BootstrapAnswer bootstrap(BootstrapRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                call(post("/control/v1/bootstrap", request).timeout(CALL_LIMIT.multipliedBy(2)));
        return read(requireOk(response), BootstrapAnswer.class);
    }

    /// Waits for a state newer than a revision; empty if there was none in that time.
    Optional<StateUpdate> state(long since, int waitSeconds)
            throws IOException, InterruptedException {
        URI uri =
                base.resolve(
                        "/control/v1/state?since=%d&waitSeconds=%d".formatted(since, waitSeconds));
        HttpResponse<byte[]> response =
                call(
                        HttpRequest.newBuilder(uri)
                                .timeout(CALL_LIMIT.plusSeconds(waitSeconds))
                                .GET());
        if (response.statusCode() == 204) {
            return Optional.empty();
        }
        return Optional.of(read(requireOk(response), StateUpdate.class));
    }

    void report(ServerReport report) throws IOException, InterruptedException {
        requireOk(call(post("/control/v1/reports", report).timeout(CALL_LIMIT)));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder post(String path, Object body) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(ContractJson.MAPPER.writeValueAsBytes(body)));
    }

    private HttpResponse<byte[]> call(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try {
            return http.send(
                    request.header("Accept", "application/json, application/problem+json").build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (IOException failed) {
            throw new PortalException(explain(failed), failed);
        }
    }

    /// What an operator can do about a call without an answer.
    private String explain(IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException
                    || cause instanceof CertificateNotYetValidException) {
                return "the portal's certificate is not valid at this host's time, %s: check the clocks"
                        .formatted(Instant.now());
            }
        }
        return "the portal at %s cannot be reached (%s)".formatted(base, reason(failed));
    }

    private static String reason(IOException failed) {
        if (failed instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (failed instanceof ConnectException) {
            return "nobody listens there";
        }
        String text = failed.getMessage();
        return text == null || text.isEmpty() ? failed.getClass().getSimpleName() : text;
    }

    private static HttpResponse<byte[]> requireOk(HttpResponse<byte[]> response)
            throws PortalException {
        int status = response.statusCode();
        if (status == 200 || status == 204) {
            return response;
        }
        String detail = Printable.of(detail(response.body()), MAX_DETAIL);
        throw new PortalException(
                status,
                status == 401 || status == 403
                        ? "the portal does not accept this server (%d): %s"
                                .formatted(status, detail)
                        : "the portal answered %d: %s".formatted(status, detail));
    }

    private static String detail(byte[] body) {
        try {
            Problem problem = ContractJson.MAPPER.readValue(body, Problem.class);
            String detail = problem.detail();
            return detail == null ? problem.title() : detail;
        } catch (JacksonException | NullPointerException noProblem) {
            return "no reason given";
        }
    }

    private static <T> T read(HttpResponse<byte[]> response, Class<T> type) throws PortalException {
        try {
            return ContractJson.MAPPER.readValue(response.body(), type);
        } catch (JacksonException | NullPointerException unreadable) {
            throw new PortalException("the portal's answer cannot be read", unreadable);
        }
    }

    private static SSLContext sslContext(X509Certificate root, @Nullable Identity identity)
            throws GeneralSecurityException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", root);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(identity), trust.getTrustManagers(), null);
            return context;
        } catch (IOException impossible) {
            throw new GeneralSecurityException("an empty key store cannot be made", impossible);
        }
    }

    private static KeyManager @Nullable [] keyManagers(@Nullable Identity identity) {
        return identity == null
                ? null
                : OwnKey.managers(identity.controlKey(), identity.controlChain());
    }
}
