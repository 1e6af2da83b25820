package io.fieldgate.openvpn.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The first application data in TLS, one message each way.
///
/// ```
/// u32 0 | u8 2 | premaster[48] (client only) | random1[32] | random2[32]
/// | u16 n, options string | u16 n, user name | u16 n, password | u16 n, peer info
/// ```
///
/// Each string ends with a NUL that counts; an empty one may have length 0. Old clients leave out
/// the last strings.
public final class KeyMethod2 {
    static final int MAX_OPTIONS = 1024;
    static final int MAX_CREDENTIAL = 4096;
    static final int MAX_PEER_INFO = 0xFFFF;

    /// A message that is longer than this cannot be valid.
    public static final int MAX_LENGTH =
            5 + 48 + 64 + 8 + MAX_OPTIONS + 2 * MAX_CREDENTIAL + MAX_PEER_INFO;

    private static final int HEAD = 5;
    private static final int METHOD = 2;
    private static final int PREMASTER = 48;
    private static final int RANDOM = 32;

    private KeyMethod2() {}

    /// Reads a client's message.
    ///
    /// @param buffer advanced beyond the message if it is complete, else unchanged
    /// @return null if more bytes must come first
    public static @Nullable FromClient read(ByteBuffer buffer) throws MalformedMessageException {
        ByteBuffer in = buffer.slice();
        if (in.remaining() < HEAD) {
            return null;
        }
        readHead(in);
        if (in.remaining() < PREMASTER + 2 * RANDOM + 2) {
            return null;
        }
        byte[] premaster = bytes(in, PREMASTER);
        byte[] random1 = bytes(in, RANDOM);
        byte[] random2 = bytes(in, RANDOM);
        String[] strings = new String[4];
        int[] limits = {MAX_OPTIONS, MAX_CREDENTIAL, MAX_CREDENTIAL, MAX_PEER_INFO};
        for (int i = 0; i < strings.length; i++) {
            String text = in.hasRemaining() || i == 0 ? string(in, limits[i]) : "";
            if (text == null) {
                return null;
            }
            strings[i] = text;
        }
        buffer.position(buffer.position() + in.position());
        return new FromClient(
                premaster, random1, random2, strings[0], strings[1], strings[2], strings[3]);
    }

    /// Writes the server's answer.
    public static byte[] answer(byte[] random1, byte[] random2, String options) {
        byte[] text = options.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + 2 * RANDOM + 2 + text.length + 1 + 6)
                .putInt(0)
                .put((byte) METHOD)
                .put(random1)
                .put(random2)
                .putShort((short) (text.length + 1))
                .put(text)
                .array();
    }

    /// Reads a server's answer; strings behind the options string do not matter and stay.
    ///
    /// @param buffer advanced beyond the message if it is complete, else unchanged
    /// @return null if more bytes must come first
    public static @Nullable FromServer readAnswer(ByteBuffer buffer)
            throws MalformedMessageException {
        ByteBuffer in = buffer.slice();
        if (in.remaining() < HEAD) {
            return null;
        }
        readHead(in);
        if (in.remaining() < 2 * RANDOM + 2) {
            return null;
        }
        byte[] random1 = bytes(in, RANDOM);
        byte[] random2 = bytes(in, RANDOM);
        int[] limits = {MAX_OPTIONS, MAX_CREDENTIAL, MAX_CREDENTIAL, MAX_PEER_INFO};
        for (int i = 0; i < limits.length && (in.hasRemaining() || i == 0); i++) {
            if (string(in, limits[i]) == null) {
                return null;
            }
        }
        buffer.position(buffer.position() + in.position());
        return new FromServer(random1, random2);
    }

    /// Writes a client's message.
    public static byte[] write(FromClient client) {
        byte[] options = terminated(client.options);
        byte[] username = terminated(client.username);
        byte[] password = terminated(client.password);
        byte[] peerInfo = terminated(client.peerInfo);
        int strings = options.length + username.length + password.length + peerInfo.length;
        return ByteBuffer.allocate(HEAD + PREMASTER + 2 * RANDOM + 8 + strings)
                .putInt(0)
                .put((byte) METHOD)
                .put(client.premaster)
                .put(client.random1)
                .put(client.random2)
                .putShort((short) options.length)
                .put(options)
                .putShort((short) username.length)
                .put(username)
                .putShort((short) password.length)
                .put(password)
                .putShort((short) peerInfo.length)
                .put(peerInfo)
                .array();
    }

    /// An empty string has no NUL, as stock clients do it.
    private static byte[] terminated(String text) {
        return text.isEmpty() ? new byte[0] : (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /// 32 fresh random bytes.
    public static byte[] random(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void readHead(ByteBuffer in) throws MalformedMessageException {
        int zero = in.getInt();
        if (zero != 0 || (in.get() & 0x0f) != METHOD) {
            throw new MalformedMessageException("key method 2 expected");
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static @Nullable String string(ByteBuffer in, int limit)
            throws MalformedMessageException {
        if (in.remaining() < 2) {
            return null;
        }
        int length = in.getShort() & 0xffff;
        if (length > limit) {
            throw new MalformedMessageException("string of " + length + " bytes in key method 2");
        }
        if (in.remaining() < length) {
            return null;
        }
        byte[] text = bytes(in, length);
        int end = length > 0 && text[length - 1] == 0 ? length - 1 : length;
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /// What the server said, as far as it matters.
    public static final class FromServer {
        private final byte[] random1;
        private final byte[] random2;

        FromServer(byte[] random1, byte[] random2) {
            this.random1 = random1;
            this.random2 = random2;
        }

        public byte[] random1() {
            return random1;
        }

        public byte[] random2() {
            return random2;
        }
    }

    /// What the client said.
    public static final class FromClient {
        private final byte[] premaster;
        private final byte[] random1;
        private final byte[] random2;
        private final String options;
        private final String username;
        private final String password;
        private final String peerInfo;

        /// A message of our own.
        public static FromClient fresh(
                RandomGenerator random,
                String options,
                String username,
                String password,
                String peerInfo) {
            byte[] premaster = new byte[PREMASTER];
            random.nextBytes(premaster);
            return new FromClient(
                    premaster,
                    KeyMethod2.random(random),
                    KeyMethod2.random(random),
                    options,
                    username,
                    password,
                    peerInfo);
        }

        FromClient(
                byte[] premaster,
                byte[] random1,
                byte[] random2,
                String options,
                String username,
                String password,
                String peerInfo) {
            this.premaster = premaster;
            this.random1 = random1;
            this.random2 = random2;
            this.options = options;
            this.username = username;
            this.password = password;
            this.peerInfo = peerInfo;
        }

        public byte[] premaster() {
            return premaster;
        }

        public byte[] random1() {
            return random1;
        }

        public byte[] random2() {
            return random2;
        }

        public String options() {
            return options;
        }

        public String username() {
            return username;
        }

        public String password() {
            return password;
        }

        public String peerInfo() {
            return peerInfo;
        }
    }
}
