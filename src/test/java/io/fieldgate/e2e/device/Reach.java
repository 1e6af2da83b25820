package io.fieldgate.e2e.device;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Tries addresses over TCP (port 502) and UDP (port [Plc#ECHO_PORT]) and prints a line for each:
/// `ADDRESS tcp=yes udp=no`.
public final class Reach {
    private static final int MILLIS = 3_000;

    private Reach() {}

    static void main(String[] addresses) throws Exception {
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> lines = new ArrayList<>();
            for (String address : addresses) {
                Future<Boolean> tcp = workers.submit(() -> tcp(address));
                Future<Boolean> udp = workers.submit(() -> udp(address));
                lines.add(
                        workers.submit(() ->
                                "%s tcp=%s udp=%s"
                                        .formatted(address, word(tcp.get()), word(udp.get()))));
            }
            for (Future<String> line : lines) {
                System.out.println(line.get());
            }
        }
    }

    private static String word(boolean reached) {
        return reached ? "yes" : "no";
    }

    private static boolean tcp(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 502), MILLIS);
            return true;
        } catch (IOException notReached) {
            return false;
        }
    }

    private static boolean udp(String address) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), Plc.ECHO_PORT));
            socket.setSoTimeout(MILLIS / 3);
            byte[] question = {1, 2, 3};
            int attempts = 0;
            while (attempts < 3) {
                try {
                    socket.send(new DatagramPacket(question, question.length));
                    socket.receive(new DatagramPacket(new byte[3], 3));
                    return true;
                } catch (IOException notThisTime) {
                    attempts++;
                }
            }
            return false;
        } catch (IOException notReached) {
            return false;
        }
    }
}
