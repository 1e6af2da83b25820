package io.fieldgate.launcher.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// In place of the PKI service and of the portal: HTTPS with the paths that the launcher asks for.
/// Ends when its standard input closes. Needs nothing but the JDK.
public final class StandInWeb {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private StandInWeb() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = StandInWeb.class.getResourceAsStream("/standin.p12")) {
            store.load(in, PASSWORD);
        }
        HttpsServer server =
                HttpsServer.create(
                        new InetSocketAddress(Integer.parseInt(options.get("--server.port"))), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        String pki = options.get("--fieldgate.pki.directory");
        if (pki != null) {
            Files.writeString(Path.of(pki, "root.pem"), pem(store));
        }
        server.createContext("/", exchange -> answer(exchange, options));
        server.start();
        System.out.println("listening");
        while (System.in.read() >= 0) {
            System.out.println("unexpected input");
        }
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Map<String, String> options)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health") || path.equals("/actuator/health/readiness")) {
            send(exchange, 200, "{}");
            return;
        }
        String token =
                Files.readString(Path.of(options.get("--fieldgate.launcher-token-file"))).strip();
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + token).equals(given)) {
            send(exchange, 401, "{\"title\":\"no\",\"detail\":\"not this token\"}");
        } else if (path.equals("/api/v1/setup-links")) {
            send(exchange, 200, "{\"url\":\"https://standin/setup?code=abc\"}");
        } else if (path.equals("/api/v1/tokens")) {
            send(exchange, 201, "{\"id\":\"1\",\"token\":\"token-of-the-stand-in\"}");
        } else {
            send(exchange, 404, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static SSLContext context(KeyStore store) throws Exception {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String pem(KeyStore store) throws Exception {
        byte[] certificate = store.getCertificate("standin").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }
}
