package io.fieldgate.server;

import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.openvpn.ControlKeys;
import io.fieldgate.openvpn.DataPolicy;
import io.fieldgate.openvpn.ServerConfig;
import io.fieldgate.openvpn.ServerGate;
import io.fieldgate.openvpn.TlsCryptV2ServerSecret;
import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.server.control.Identity;
import io.fieldgate.server.session.DataPlane;
import io.fieldgate.server.session.TlsContexts;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Makes the gate before all sessions, once the server has an identity.
final class Gates implements DataPlane.GateMaker {
    private final InstantSource clock;
    private final AeadHome aead;
    private volatile @Nullable SSLContext tls;

    /// @param aead for the data channels
    Gates(InstantSource clock, AeadHome aead) {
        this.clock = clock;
        this.aead = aead;
    }

    void identify(Identity identity) {
        try {
            tls = TlsContexts.forPeers(identity, clock);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the identity cannot be used for TLS", unusable);
        }
    }

    /// @throws IllegalArgumentException if the settings' key is not well-formed
    @Override
    public ServerGate make(
            ServerSettings settings, Predicate<Optional<ClientKeyMetadata>> preferred) {
        SSLContext context = tls;
        if (context == null) {
            throw new IllegalStateException("no identity yet");
        }
        ControlKeys modern =
                ControlKeys.of(TlsCryptV2ServerSecret.fromBase64(settings.tlsCryptV2ServerKey()));
        String shared = settings.tlsCryptKey();
        ServerConfig config =
                shared == null
                        ? new ServerConfig(context, modern)
                        : new ServerConfig(
                                context,
                                modern.withTlsCrypt(
                                        StaticKey.of(Base64.getDecoder().decode(shared))),
                                DataPolicy.WITH_CBC,
                                ServerConfig.Limits.DEFAULT);
        return ServerGate.create(
                config.withAead(aead).withPreferred(preferred), new SecureRandom());
    }
}
