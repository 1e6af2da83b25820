package io.fieldgate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// HTTPS to a part of the same installation on 127.0.0.1, which must prove itself by the
/// installation's own root certificate.
final class LocalHttps implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final int port;

    /// @param root certificate in a PEM file
    /// @throws IOException when the file is absent or holds no certificate
    LocalHttps(int port, Path root) throws IOException {
        this.port = port;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(trusting(certificate(root)))
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .build();
    }

    /// The status code of a GET.
    int get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /// The answer to a POST of JSON.
    HttpResponse<String> post(String path, String bearerToken, String json)
            throws IOException, InterruptedException {
        HttpRequest request =
                request(path)
                        .header("Authorization", "Bearer " + bearerToken)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, application/problem+json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .timeout(LIMIT);
    }

    static X509Certificate certificate(Path pem) throws IOException {
        try (InputStream in =
                Files.newInputStream(pem, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + " holds no certificate", e);
        }
    }

    static String pem(X509Certificate certificate) throws IOException {
        try {
            String base64 =
                    Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be encoded", e);
        }
    }

    private static SSLContext trusting(X509Certificate root) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("root", root);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
