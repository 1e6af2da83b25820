package io.fieldgate.portal.certificate.tls;

import io.fieldgate.portal.shared.FieldgateSettings;
import java.util.Map;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.SslConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/// Gives the main port its TLS, and adds the second port, for secure servers: on the loopback
/// interface, where a client may show a certificate, which then must lead to the root.
@Component
class TlsPorts implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private static final int CONNECTION_TIMEOUT_MILLIS = 10_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private final FieldgateSettings settings;
    private final PortalTls portal;

    TlsPorts(FieldgateSettings settings, PortalTls portal) {
        this.settings = settings;
        this.portal = portal;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setSsl(Ssl.forBundle(PortalTls.BUNDLE));
        factory.setSslBundles(portal.bundles());
        factory.addAdditionalConnectors(controlConnector());
    }

    private Connector controlConnector() {
        Connector connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(settings.controlPort());
        connector.setXpoweredBy(false);
        connector.setProperty("address", "127.0.0.1");
        Http11NioProtocol protocol = (Http11NioProtocol) connector.getProtocolHandler();
        protocol.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        protocol.setMaxHttpRequestHeaderSize(MAX_HEADER_BYTES);
        protocol.setExecutor(new VirtualThreadExecutor("control-"));
        SslConnectorCustomizer tls =
                new SslConnectorCustomizer(
                        LogFactory.getLog(TlsPorts.class), connector, Ssl.ClientAuth.WANT);
        // only a web server that really starts needs the certificate
        connector.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.BEFORE_INIT_EVENT)) {
                tls.customize(portal.bundles().getBundle(PortalTls.BUNDLE), Map.of());
            }
        });
        portal.bundles()
                .addBundleUpdateHandler(PortalTls.BUNDLE, bundle -> tls.update(null, bundle));
        return connector;
    }

    /// After the settings of `server.*` have been applied.
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
