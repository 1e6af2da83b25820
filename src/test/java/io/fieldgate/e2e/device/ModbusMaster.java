package io.fieldgate.e2e.device;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Reads Modbus/TCP holding registers and prints them: `HOST FIRST COUNT`. With a fourth argument,
/// seconds, it keeps one connection and polls four times a second for that long, then prints the
/// number of polls; a lost connection ends it with an error.
public final class ModbusMaster {
    private static final int TIMEOUT_MILLIS = 20_000;

    private ModbusMaster() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        int first = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        int seconds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(arguments[0], 502), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            int polls = 0;
            String values;
            do {
                values = poll(in, out, polls & 0xFFFF, first, count);
                polls++;
                if (seconds > 0) {
                    Thread.sleep(250);
                }
            } while (System.nanoTime() < end);
            System.out.println(seconds > 0 ? "polls " + polls : values);
        }
    }

    private static String poll(
            DataInputStream in, DataOutputStream out, int transaction, int first, int count)
            throws IOException {
        out.writeShort(transaction);
        out.writeShort(0);
        out.writeShort(6);
        out.writeByte(1);
        out.writeByte(3);
        out.writeShort(first);
        out.writeShort(count);
        out.flush();
        if (in.readUnsignedShort() != transaction) {
            throw new IOException("answer to another transaction");
        }
        in.skipNBytes(7);
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < count; i++) {
            values.append(i == 0 ? "" : " ").append(in.readUnsignedShort());
        }
        return values.toString();
    }
}
