package io.fieldgate.openvpn;

/// User name and password that a peer sent inside TLS; both empty when it sent none.
public record Credentials(String username, String password) {
    /// No user name, no password.
    public static final Credentials NONE = new Credentials("", "");

    /// Never shows the password.
    @Override
    public String toString() {
        return "Credentials[username=" + username + ", password=***]";
    }
}
