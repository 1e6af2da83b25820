package io.fieldgate.launcher.standin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// In place of a secure server: reads its `server.json`, listens on its port, ends when its
/// standard input closes. Needs nothing but the JDK.
public final class StandInServer {
    private static final Pattern PORT = Pattern.compile("\"port\":([0-9]+)");

    private StandInServer() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        String json = Files.readString(directory.resolve("server.json"));
        Matcher port = PORT.matcher(json);
        if (!port.find()) {
            throw new IOException("no port in server.json");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Integer.parseInt(port.group(1))));
            System.out.println("listening as " + System.getProperty("user.name"));
            Files.writeString(directory.resolve("state.txt"), json);
            while (System.in.read() >= 0) {
                System.out.println("unexpected input");
            }
        }
    }
}
