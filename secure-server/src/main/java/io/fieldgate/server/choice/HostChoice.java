package io.fieldgate.server.choice;

import java.util.Locale;

/// What a secure server finds out about its host by itself, and an operator may overrule: by the
/// environment (docs/operating.md), which the process host hands on as `ServerOptions` of the
/// contract says; or by a system property.
public enum HostChoice {
    /// How UDP is read and written.
    UDP,
    /// Who encrypts the data channels.
    AEAD,
    /// Who signs and agrees on keys in TLS handshakes.
    KEYS,
    /// How many threads serve the sockets.
    WORKERS;

    private static final String UNSAID = "auto";

    /// What the operator wants, in lower case; `auto` if he says nothing.
    public String wanted() {
        String text = System.getProperty(property(), System.getenv("FIELDGATE_" + name()));
        return text == null ? UNSAID : text.toLowerCase(Locale.ROOT);
    }

    /// For the log: an unknown value.
    ///
    /// @param known the values that are known
    /// @param instead what is done now
    public String refusal(String wanted, String known, String instead) {
        return "%s is \"%s\": %s is known; %s".formatted(property(), wanted, known, instead);
    }

    private String property() {
        return "fieldgate." + name().toLowerCase(Locale.ROOT);
    }
}
