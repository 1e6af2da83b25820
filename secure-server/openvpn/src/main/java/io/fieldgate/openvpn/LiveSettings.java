package io.fieldgate.openvpn;

import java.util.List;

/// What can change for an admitted peer without a reconnect. Always whole: it replaces what was
/// pushed before.
///
/// @param routes networks that the peer shall send into the tunnel
/// @param dns name servers in the tunnel
public record LiveSettings(List<Admission.Route> routes, Admission.Dns dns) {
    public LiveSettings {
        routes = List.copyOf(routes);
        Admission.require(routes.size() <= Admission.MAX_ROUTES, "too many routes");
    }
}
