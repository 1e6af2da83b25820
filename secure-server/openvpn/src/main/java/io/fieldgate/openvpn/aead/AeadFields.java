package io.fieldgate.openvpn.aead;

/// The nonce of a packet, and where in the packet is what AEAD works on, as indices of its buffer.
/// Made once and set for each packet.
public final class AeadFields {
    private final byte[] nonce = new byte[Aead.NONCE_LENGTH];
    private int associatedFrom;
    private int associatedLength;
    private int textFrom;
    private int textLength;
    private int tagAt;

    /// For the caller to fill.
    public byte[] nonce() {
        return nonce;
    }

    /// Sets what is authenticated and not encrypted.
    public void associated(int from, int length) {
        associatedFrom = from;
        associatedLength = length;
    }

    /// Sets where the ciphertext is; matters only when a packet is opened.
    public void text(int from, int length) {
        textFrom = from;
        textLength = length;
    }

    /// Sets where the tag is or goes.
    public void tag(int at) {
        tagAt = at;
    }

    public int associatedFrom() {
        return associatedFrom;
    }

    public int associatedLength() {
        return associatedLength;
    }

    public int textFrom() {
        return textFrom;
    }

    public int textLength() {
        return textLength;
    }

    public int tagAt() {
        return tagAt;
    }
}
