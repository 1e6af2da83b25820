package io.fieldgate.e2e.device;

import com.sun.net.httpserver.HttpServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.Executors;

/// A small PLC: HTTP on port 80, Modbus/TCP on port 502, echo on UDP port 7. Runs as a process in a
/// LAN namespace.
///
/// HTTP: `/` answers the device's name and the address that asked; `/bulk` answers [#BULK_BYTES]
/// bytes of a fixed pseudo-random stream. Modbus (Modbus Application Protocol 1.1b3, section 6.3):
/// function 3, register n holds the value n.
public final class Plc {
    /// Size of `/bulk`, bytes.
    public static final int BULK_BYTES = 50_000_000;

    /// Seed of the stream behind `/bulk`.
    public static final long BULK_SEED = 42;

    /// UDP port of the echo (RFC 862).
    static final int ECHO_PORT = 7;

    private static final int READ_HOLDING_REGISTERS = 3;

    private Plc() {}

    static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        HttpServer http = HttpServer.create(new InetSocketAddress(80), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext(
                "/bulk",
                exchange -> {
                    exchange.sendResponseHeaders(200, BULK_BYTES);
                    try (OutputStream out = exchange.getResponseBody()) {
                        bulk(out);
                    }
                });
        http.createContext(
                "/",
                exchange -> {
                    String asker = exchange.getRemoteAddress().getAddress().getHostAddress();
                    byte[] body =
                            (name + " " + asker).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        http.start();
        DatagramSocket echo = new DatagramSocket(ECHO_PORT);
        Thread.startVirtualThread(() -> serveEcho(echo));
        try (ServerSocket modbus = new ServerSocket(502)) {
            System.out.println("ready");
            while (true) {
                Socket connection = modbus.accept();
                Thread.startVirtualThread(() -> serveModbus(connection));
            }
        }
    }

    /// Writes the stream behind `/bulk`.
    public static void bulk(OutputStream out) throws IOException {
        Random random = new Random(BULK_SEED);
        byte[] chunk = new byte[50_000];
        for (int sent = 0; sent < BULK_BYTES; sent += chunk.length) {
            random.nextBytes(chunk);
            out.write(chunk);
        }
    }

    private static void serveEcho(DatagramSocket echo) {
        try (echo) {
            DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
            while (true) {
                packet.setLength(1500);
                echo.receive(packet);
                echo.send(packet);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serveModbus(Socket connection) {
        try (connection;
                DataInputStream in = new DataInputStream(connection.getInputStream());
                DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
            while (true) {
                int transaction = in.readUnsignedShort();
                int protocol = in.readUnsignedShort();
                int length = in.readUnsignedShort();
                int unit = in.readUnsignedByte();
                int function = in.readUnsignedByte();
                if (protocol != 0 || length != 6 || function != READ_HOLDING_REGISTERS) {
                    return;
                }
                int first = in.readUnsignedShort();
                int count = in.readUnsignedShort();
                out.writeShort(transaction);
                out.writeShort(0);
                out.writeShort(3 + 2 * count);
                out.writeByte(unit);
                out.writeByte(function);
                out.writeByte(2 * count);
                for (int i = 0; i < count; i++) {
                    out.writeShort(first + i);
                }
                out.flush();
            }
        } catch (IOException e) {
            // The master hung up: the end of the conversation.
            return;
        }
    }
}
