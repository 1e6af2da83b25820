package io.fieldgate.e2e.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A script's view of the portal: HTTPS verified by `portal-ca.pem`, a bearer token, JSON.
public final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String address;
    private final String token;
    private final HttpClient http;

    Api(String address, String token, Path trustedCa) {
        this.address = address;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .sslContext(trusting(trustedCa))
                        .build();
    }

    /// The same portal with another token.
    public Api withToken(String otherToken) {
        return new Api(address, otherToken, http);
    }

    /// The same portal without a token.
    public Api anonymous() {
        return new Api(address, "", http);
    }

    private Api(String address, String token, HttpClient http) {
        this.address = address;
        this.token = token;
        this.http = http;
    }

    /// A status code, a content type (empty when there is none) and a body.
    public record Answer(int status, String type, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        "status " + status + " instead of " + expected + ": " + body);
            }
            return this;
        }
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public Answer post(String path, Map<String, ?> body) {
        return call("POST", path, JSON.writeValueAsString(body));
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /// Any method with a body as it stands.
    public Answer call(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                        .timeout(Duration.ofSeconds(30));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting(Path caFile) {
        try (InputStream in = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "portal-ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
