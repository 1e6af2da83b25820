package io.fieldgate.openvpn.profile;

/// What a person wrote cannot be taken. Stays inside this package: a reader turns it into a
/// [Finding]. It holds no value of the profile, since that may be a secret.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String remedy;

    /// @param reason why, as half a sentence without the name of the directive
    /// @param remedy what to do about it
    Refusal(String reason, String remedy) {
        super(reason, null, false, false);
        this.reason = reason;
        this.remedy = remedy;
    }

    String reason() {
        return reason;
    }

    String remedy() {
        return remedy;
    }
}
