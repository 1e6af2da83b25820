package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.Flaw;

/// Why a packet went no further. Counted, never logged one by one.
public enum DropReason {
    /// Shorter or longer than its header says, or an impossible field.
    MALFORMED,
    /// An opcode that does not exist, is obsolete, or has no place here.
    UNEXPECTED_OPCODE,
    /// A first packet whose kind of protection (tls-crypt-v2, tls-crypt, tls-auth, none) this
    /// server does not take.
    WRONG_PROTECTION,
    /// The wrapped client key was not made with this server's key.
    BAD_WRAPPED_CLIENT_KEY,

    /// The wrapped client key is older than this server allows, or does not say how old it is.
    CLIENT_KEY_TOO_OLD,

    /// More hard resets than this server answers, where the answer is longer than the question.
    TOO_MANY_RESETS,
    /// The control packet does not authenticate under tls-crypt or tls-auth.
    BAD_CONTROL_WRAP,
    /// The control packet was seen before or is too old.
    CONTROL_REPLAY,
    /// The handshake cookie is wrong, expired, or for another address.
    BAD_COOKIE,
    /// A packet for a session or key id that does not exist.
    UNKNOWN_SESSION,
    /// As many handshakes as allowed are under way.
    TOO_MANY_HANDSHAKES,
    /// The sender's address is not the session's and nothing proves that it moved.
    WRONG_ADDRESS,
    /// A control packet beyond the receive window, or more than may wait.
    OUT_OF_WINDOW,
    /// Data before the peer was admitted, or after the session ended.
    NOT_ADMITTED,
    /// Data for a key id without a live key.
    NO_DATA_KEY,
    /// The data packet does not authenticate.
    BAD_DATA,
    /// The data packet was seen before or is too old.
    DATA_REPLAY,
    /// Compressed payload; never accepted.
    COMPRESSED,
    /// The data channel may not be used any more before a new key is agreed.
    KEY_EXHAUSTED,
    /// The IP packet does not fit a packet of this session.
    TOO_LARGE;

    /// How a flaw of a control packet is counted.
    static DropReason of(Flaw flaw) {
        return switch (flaw) {
            case TOO_SHORT, TOO_LONG, ZERO_SESSION_ID, TOO_MANY_ACKS, BAD_LENGTH -> MALFORMED;
            case WRONG_OPCODE -> UNEXPECTED_OPCODE;
            case BAD_TAG -> BAD_CONTROL_WRAP;
            case REPLAYED, TIME_BACKTRACK -> CONTROL_REPLAY;
        };
    }
}
