package io.fieldgate.pki.http;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.Problem;
import io.fieldgate.contract.pki.IssuedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Speaks to the service as the portal does: real TLS, trusting the root only.
final class TestClient implements AutoCloseable {
    private static final char[] NO_PASSWORD = new char[0];
    private final HttpClient client;
    private final String base;

    private TestClient(int port, SSLContext tls) {
        base = "https://127.0.0.1:" + port;
        client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build();
    }

    static TestClient anonymous(int port, String root)
            throws IOException, GeneralSecurityException {
        return new TestClient(port, context(root, null, null));
    }

    static TestClient with(int port, IssuedCertificate issued, KeyPair key)
            throws IOException, GeneralSecurityException {
        return new TestClient(port, context(issued.root(), issued, key));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    Answer put(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).PUT(BodyPublishers.noBody()));
    }

    Answer post(String path, Object body) throws IOException, InterruptedException {
        return post(path, ContractJson.MAPPER.writeValueAsString(body));
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        client.close();
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new Answer(
                client.send(
                        request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString()));
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        <T> T as(Class<T> type) {
            return ContractJson.MAPPER.readValue(response.body(), type);
        }

        Problem problem() {
            if (!response.headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .equals("application/problem+json")) {
                throw new AssertionError("no problem: " + response.headers() + response.body());
            }
            return as(Problem.class);
        }
    }

    private static SSLContext context(
            String root, @Nullable IssuedCertificate issued, @Nullable KeyPair key)
            throws IOException, GeneralSecurityException {
        KeyStore trust = emptyStore();
        trust.setCertificateEntry("root", parse(root));
        TrustManagerFactory trusts =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        KeyStore keys = emptyStore();
        if (issued != null && key != null) {
            keys.setKeyEntry(
                    "key",
                    key.getPrivate(),
                    NO_PASSWORD,
                    new Certificate[] {parse(issued.certificate()), parse(issued.issuer())});
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trusts.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate parse(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
