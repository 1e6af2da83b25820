package io.fieldgate.server.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.BootstrapAnswer;
import io.fieldgate.contract.control.BootstrapRequest;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.StateUpdate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The portal's control endpoint as a secure server sees it: HTTPS with client certificates, one
/// secret that counts once, a long poll, reports. Keeps whatever state the test publishes.
public final class TestPortal implements AutoCloseable {
    public static final String SECRET = "one-time-secret";

    /// So that a test need not wait for what a secure server does after each poll.
    private static final Duration SHORT_POLL = Duration.ofSeconds(2);

    private final TestCa platformCa;
    private final TestCa tenantCa;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<ServerReport> reports = new ArrayDeque<>();
    private final HttpsServer server;
    private @Nullable StateUpdate state;
    private boolean secretUsed;
    private boolean silent;
    private int mostReports = Integer.MAX_VALUE;
    private Duration longestPoll = SHORT_POLL;
    private long applied;

    public TestPortal(TestCa platformCa, TestCa tenantCa) throws Exception {
        this(platformCa, tenantCa, 0);
    }

    /// @param port 0 for any
    public TestPortal(TestCa platformCa, TestCa tenantCa, int port) throws Exception {
        this.platformCa = platformCa;
        this.tenantCa = tenantCa;
        server =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        SSLContext tls = tls();
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = tls.getDefaultSSLParameters();
                        wanted.setWantClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.createContext(
                "/control/v1/bootstrap", exchange -> answer(exchange, this::bootstrap));
        server.createContext("/control/v1/state", exchange -> answer(exchange, this::state));
        server.createContext("/control/v1/reports", exchange -> answer(exchange, this::report));
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "https://127.0.0.1:" + port();
    }

    /// A whole state from now on; waiting polls get it at once.
    public synchronized void publish(StateUpdate update) {
        state = update;
        notifyAll();
    }

    /// While silent every call but the bootstrap is answered with 503.
    public synchronized void silent(boolean now) {
        silent = now;
        notifyAll();
    }

    /// Keeps the last reports only: for a server that runs for long.
    public synchronized void keepReports(int last) {
        mostReports = last;
    }

    /// Polls are held as long as they ask for, as the portal does it: few, so that a server is at
    /// rest.
    public synchronized void holdPolls() {
        longestPoll = Duration.ofMinutes(1);
    }

    /// How many reports came from a server that had a state.
    public synchronized long reportsWithState() {
        return applied;
    }

    public synchronized List<ServerReport> reports() {
        return List.copyOf(reports);
    }

    /// All events of a type, oldest first.
    public synchronized <E extends ServerEvent> List<E> events(Class<E> type) {
        return reports.stream()
                .flatMap(report -> report.events().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private interface Handler {
        /// The answer's body; null for 204.
        @Nullable Object handle(HttpExchange exchange) throws Exception;
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Refusal(int status) {
            this.status = status;
        }
    }

    private Object bootstrap(HttpExchange exchange) throws Exception {
        BootstrapRequest request = read(exchange, BootstrapRequest.class);
        synchronized (this) {
            if (secretUsed || !request.secret().equals(SECRET)) {
                throw new Refusal(403);
            }
            secretUsed = true;
        }
        String id = request.secureServerId();
        return new BootstrapAnswer(
                tenantCa.certify(request.vpnCsr(), id, TestCa.SERVER).pem(),
                platformCa.certify(request.controlCsr(), id, TestCa.CLIENT).pem(),
                "",
                tenantCa.pem());
    }

    private synchronized @Nullable Object state(HttpExchange exchange) throws Exception {
        requireClientCertificate(exchange);
        String[] query = exchange.getRequestURI().getQuery().split("[=&]", -1);
        long since = Long.parseLong(query[1]);
        long asked = TimeUnit.SECONDS.toNanos(Long.parseLong(query[3]));
        long end = System.nanoTime() + Math.min(asked, longestPoll.toNanos());
        while (state == null || state.revision() <= since) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
        return state;
    }

    private synchronized @Nullable Object report(HttpExchange exchange) throws Exception {
        requireClientCertificate(exchange);
        ServerReport report = read(exchange, ServerReport.class);
        reports.add(report);
        if (reports.size() > mostReports) {
            reports.remove();
        }
        if (report.appliedRevision() > 0) {
            applied++;
        }
        notifyAll();
        return null;
    }

    private synchronized void requireClientCertificate(HttpExchange exchange) throws Refusal {
        if (silent) {
            throw new Refusal(503);
        }
        try {
            ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
        } catch (SSLPeerUnverifiedException none) {
            throw new Refusal(401);
        }
    }

    private static void answer(HttpExchange exchange, Handler handler) throws IOException {
        try {
            Object body = handler.handle(exchange);
            if (body == null) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                byte[] bytes = ContractJson.MAPPER.writeValueAsBytes(body);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        } catch (Refusal refusal) {
            exchange.sendResponseHeaders(refusal.status, -1);
        } catch (IOException broken) {
            throw broken;
        } catch (Exception defect) {
            exchange.sendResponseHeaders(500, -1);
        } finally {
            exchange.close();
        }
    }

    private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
        return ContractJson.MAPPER.readValue(exchange.getRequestBody().readAllBytes(), type);
    }

    private SSLContext tls() throws Exception {
        TestCa.Issued own =
                platformCa.issue(
                        "localhost", TestCa.SERVER + "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        KeyStore keys = emptyStore();
        keys.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate()});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("root", platformCa.certificate());
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
