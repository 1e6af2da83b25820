package io.fieldgate.server.benchmarks.compare;

/// The places of the two that are compared. Each has a namespace and a cable of its own, so that
/// neither sees the other's packets or devices.
enum Side {
    /// What is compared with: the stock server, or another variant of ours.
    BASE(0),
    /// What is measured.
    OURS(1);

    static final String CLIENTS = "clients";
    static final int PORT = 1194;

    /// Clients come from so many addresses.
    static final int CLIENT_ADDRESSES = 64;

    private final int number;
    private final String prefix;

    Side(int number) {
        this.number = number;
        this.prefix = "10." + (98 + number);
    }

    int number() {
        return number;
    }

    String namespace() {
        return "server-" + number;
    }

    String device() {
        return "fg" + number;
    }

    String address() {
        return prefix + ".0.1";
    }

    String clientsAddress() {
        return prefix + ".0.2";
    }

    /// All of which belong to the clients' namespace.
    String clientNetwork() {
        return prefix + ".1.0/24";
    }

    String firstClientAddress() {
        return prefix + ".1.1";
    }
}
