package io.fieldgate.contract.pki;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// Who a certificate is for. The kind decides the issuing CA, the extended key usage and the
/// lifetime.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CertificateSubject.Portal.class, name = "portal"),
    @JsonSubTypes.Type(value = CertificateSubject.ControlLink.class, name = "control-link"),
    @JsonSubTypes.Type(value = CertificateSubject.VpnServer.class, name = "vpn-server"),
    @JsonSubTypes.Type(value = CertificateSubject.Node.class, name = "node"),
    @JsonSubTypes.Type(value = CertificateSubject.Client.class, name = "client")
})
public sealed interface CertificateSubject {
    /// The portal's HTTPS certificate (serverAuth, platform CA); common name is the first host.
    ///
    /// @param hosts DNS names and IP addresses, as subject alternative names
    record Portal(List<String> hosts) implements CertificateSubject {
        public Portal {
            hosts = List.copyOf(hosts);
        }
    }

    /// A secure server's certificate towards the portal (clientAuth, platform CA); common name is
    /// the secure server's id.
    record ControlLink(String tenantId, String secureServerId) implements CertificateSubject {}

    /// A secure server's certificate towards its peers (serverAuth, tenant CA); common name is the
    /// secure server's id.
    record VpnServer(String tenantId, String secureServerId) implements CertificateSubject {}

    /// A node's certificate (clientAuth, tenant CA); common name is the node's id.
    record Node(String tenantId, String nodeId) implements CertificateSubject {}

    /// A client's certificate (clientAuth, tenant CA); common name is the client's id.
    record Client(String tenantId, String clientId) implements CertificateSubject {}
}
