package io.fieldgate.openvpn.wire;

import java.util.Optional;

/// The upper five bits of a packet's first byte; the lower three are the key id.
///
/// The two hard resets of key method 1 (opcodes 1 and 2) are obsolete and not known here.
public enum Opcode {
    /// Opens a new key id inside a session. Both directions.
    CONTROL_SOFT_RESET_V1(3),
    /// Carries TLS bytes. Both directions.
    CONTROL_V1(4),
    /// Carries acknowledgements only. Both directions.
    ACK_V1(5),
    /// Data, header of one byte. Both directions.
    DATA_V1(6),
    /// First packet of a client that does not use tls-crypt-v2.
    CONTROL_HARD_RESET_CLIENT_V2(7),
    /// The server's answer to a hard reset.
    CONTROL_HARD_RESET_SERVER_V2(8),
    /// Data, header of four bytes with the peer id. Both directions.
    DATA_V2(9),
    /// First packet of a client that uses tls-crypt-v2; its wrapped client key is appended.
    CONTROL_HARD_RESET_CLIENT_V3(10),
    /// Like [#CONTROL_V1], from a client, with its wrapped client key appended.
    CONTROL_WKC_V1(11);

    private static final Opcode[] BY_CODE = new Opcode[32];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /// The opcode in a packet's first byte, if it is one that we know.
    public static Optional<Opcode> ofFirstByte(int firstByte) {
        return Optional.ofNullable(BY_CODE[(firstByte & 0xff) >>> 3]);
    }

    /// The key id in a packet's first byte, 0 to 7.
    public static int keyIdOfFirstByte(int firstByte) {
        return firstByte & 7;
    }

    /// The number on the wire.
    public int code() {
        return code;
    }

    /// This opcode and a key id as a packet's first byte.
    public byte firstByte(int keyId) {
        return (byte) (code << 3 | (keyId & 7));
    }

    /// Whether this is a data packet; all others belong to the control channel.
    public boolean isData() {
        return this == DATA_V1 || this == DATA_V2;
    }

    /// Whether the client's wrapped key follows the packet proper.
    public boolean carriesWrappedClientKey() {
        return this == CONTROL_HARD_RESET_CLIENT_V3 || this == CONTROL_WKC_V1;
    }

    /// Whether this asks for a new session, so that it may come from an unknown sender.
    public boolean isClientHardReset() {
        return this == CONTROL_HARD_RESET_CLIENT_V2 || this == CONTROL_HARD_RESET_CLIENT_V3;
    }

    /// Whether this opens a session or a key id; what it carries is no TLS.
    public boolean isReset() {
        return isClientHardReset()
                || this == CONTROL_HARD_RESET_SERVER_V2
                || this == CONTROL_SOFT_RESET_V1;
    }
}
