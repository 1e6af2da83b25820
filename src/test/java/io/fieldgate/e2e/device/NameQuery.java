package io.fieldgate.e2e.device;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asks a name server for the addresses of a name (RFC 1035): `SERVER NAME A|AAAA`. Prints the
/// response code and the addresses, such as `NOERROR 198.18.0.10`.
public final class NameQuery {
    private static final int ID = 4711;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int INTERNET = 1;
    private static final int MILLIS = 2_000;

    private NameQuery() {}

    static void main(String[] arguments) throws IOException {
        int type = arguments[2].equals("AAAA") ? 28 : 1;
        byte[] query = query(arguments[1], type);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(arguments[0]), 53));
            socket.setSoTimeout(MILLIS);
            socket.send(new DatagramPacket(query, query.length));
            DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
            socket.receive(answer);
            ByteBuffer bytes = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
            System.out.println(String.join(" ", read(bytes, query.length, type)));
        }
    }

    private static byte[] query(String name, int type) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(ID);
        out.writeShort(RECURSION_DESIRED);
        out.writeShort(1);
        out.writeShort(0);
        out.writeInt(0);
        for (String label : name.split("\\.", -1)) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        out.writeShort(type);
        out.writeShort(INTERNET);
        return bytes.toByteArray();
    }

    /// @param answersAt where the answers begin: the question is repeated as it was sent
    private static List<String> read(ByteBuffer answer, int answersAt, int type)
            throws IOException {
        if (answer.getShort(0) != ID) {
            throw new IOException("answer to another question");
        }
        List<String> words = new ArrayList<>();
        int code = answer.getShort(2) & 15;
        words.add(
                switch (code) {
                    case 0 -> "NOERROR";
                    case 3 -> "NXDOMAIN";
                    case 5 -> "REFUSED";
                    default -> "RCODE" + code;
                });
        answer.position(answersAt);
        for (int i = answer.getShort(6); i > 0; i--) {
            skipName(answer);
            int found = answer.getShort();
            answer.position(answer.position() + 6);
            byte[] data = new byte[answer.getShort()];
            answer.get(data);
            if (found == type) {
                words.add(InetAddress.getByAddress(data).getHostAddress());
            }
        }
        return words;
    }

    private static void skipName(ByteBuffer answer) {
        int length = answer.get() & 0xff;
        while (length != 0 && length < 0xc0) {
            answer.position(answer.position() + length);
            length = answer.get() & 0xff;
        }
        if (length >= 0xc0) {
            answer.get();
        }
    }
}
