package io.fieldgate.openvpn.profile;

/// What a profile asks of the person besides the certificate.
public sealed interface SecondFactor {
    /// Nothing.
    record None() implements SecondFactor {}

    /// Name and password; the server may ask for more in a dialogue.
    record Password() implements SecondFactor {}

    /// Name and password, and a code beside them.
    ///
    /// @param challenge with [StaticChallenge.Encoding#SCRV1], which all clients know
    record Code(StaticChallenge challenge) implements SecondFactor {
        public Code {
            if (challenge.encoding() != StaticChallenge.Encoding.SCRV1) {
                throw new IllegalArgumentException("only OpenVPN 2.7 knows another encoding");
            }
        }
    }
}
