package io.fieldgate.portal.certificate.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.Problem;
import java.io.IOException;
import java.io.InputStream;
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
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// HTTPS to the PKI service: trusts the root only, shows the portal's certificate if there is one.
///
/// Safe for use by several threads. No call takes longer than [#TIMEOUT].
final class PkiConnection implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

    private final URI base;
    private final HttpClient client;

    PkiConnection(URI base, X509Certificate root, @Nullable Credential portal) {
        if (!"https".equals(base.getScheme())) {
            throw new IllegalArgumentException("The PKI service is called by https only.");
        }
        this.base = base;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .sslContext(context(root, portal))
                        .build();
    }

    <T> T post(String path, Object body, Class<T> type)
            throws PkiUnavailableException, PkiProblemException {
        return parse(send("POST", path, body), type);
    }

    void post(String path, Object body) throws PkiUnavailableException, PkiProblemException {
        send("POST", path, body);
    }

    <T> T put(String path, Class<T> type) throws PkiUnavailableException, PkiProblemException {
        return parse(send("PUT", path, null), type);
    }

    void delete(String path) throws PkiUnavailableException, PkiProblemException {
        send("DELETE", path, null);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private byte[] send(String method, String path, @Nullable Object body)
            throws PkiUnavailableException, PkiProblemException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(
                                                ContractJson.MAPPER.writeValueAsBytes(body)))
                        .build();
        try {
            return exchange(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PkiUnavailableException("interrupted", e);
        } catch (IOException e) {
            throw e instanceof PkiUnavailableException known
                    ? known
                    : new PkiUnavailableException("The PKI service does not answer.", e);
        }
    }

    /// Once more when a connection that was kept open turns out to be closed: every call may be
    /// repeated, and orders have an id.
    private byte[] exchange(HttpRequest request)
            throws IOException, InterruptedException, PkiProblemException {
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpTimeoutException | SSLException e) {
            throw e;
        } catch (IOException e) {
            response = client.send(request, BodyHandlers.ofInputStream());
        }
        byte[] answer;
        try (InputStream in = response.body()) {
            answer = in.readNBytes(MAX_ANSWER_BYTES);
        }
        if (response.statusCode() / 100 == 2) {
            return answer;
        }
        throw refusal(response.statusCode(), answer);
    }

    /// Faults of the service count as not available; refusals are told apart.
    private static PkiProblemException refusal(int status, byte[] answer)
            throws PkiUnavailableException {
        Optional<Problem> problem = problem(answer);
        if (status >= 500 || problem.isEmpty()) {
            throw new PkiUnavailableException(
                    "The PKI service answered "
                            + status
                            + ": "
                            + problem.map(Problem::detail).orElse("no reason given"));
        }
        return new PkiProblemException(problem.get());
    }

    private static Optional<Problem> problem(byte[] answer) {
        try {
            Problem problem = ContractJson.MAPPER.readValue(answer, Problem.class);
            return problem == null || problem.type() == null || problem.title() == null
                    ? Optional.empty()
                    : Optional.of(problem);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static <T> T parse(byte[] answer, Class<T> type) throws PkiUnavailableException {
        try {
            T value = ContractJson.MAPPER.readValue(answer, type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            throw new PkiUnavailableException(
                    "The PKI service answered something else: "
                            + new String(answer, 0, Math.min(answer.length, 100), UTF_8),
                    e);
        }
        throw new PkiUnavailableException("The PKI service answered nothing.");
    }

    private static SSLContext context(X509Certificate root, @Nullable Credential portal) {
        try {
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(Credential.trustStore(root));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore store = portal == null ? null : portal.keyStore();
            keys.init(store, Credential.STORE_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS to the PKI service", e);
        }
    }
}
