package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import io.fieldgate.openvpn.control.MalformedMessageException;
import io.fieldgate.openvpn.control.PushedParts;
import io.fieldgate.openvpn.control.TlsFailedException;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.data.DataKey;
import io.fieldgate.openvpn.data.DataKeyMaterial;
import io.fieldgate.openvpn.data.MssClamp;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a client's session has once the server let it in: the settings, the tunnel, what was agreed
/// at the first key and holds for all later ones, and when the next key is due.
final class KnownServer {
    /// Shared by all clients of a process.
    private static final Supplier<DataBuffers> BUFFERS = DataBuffers.ofEachThread();

    private final ClientSetup setup;
    private final PushedOptions options;
    private final PushedParts updates = new PushedParts();
    private final DataFormat format;
    private final PeerTunnel tunnel;
    private PushedSettings settings;
    private long rekeyNanos = Deadline.NEVER;

    /// @param options as pushed
    /// @param settings the same, checked with [#incompatibility]
    KnownServer(long nowNanos, ClientSetup setup, List<String> options, PushedSettings settings) {
        this.setup = setup;
        this.options = new PushedOptions(options);
        this.settings = settings;
        ClientConfig config = setup.config();
        this.format = format(settings.channel(), config).orElseThrow();
        boolean ipv6 = config.remote().getAddress() instanceof Inet6Address;
        this.tunnel =
                PeerTunnel.ofClient(
                        nowNanos,
                        settings.channel().peerId().orElse(DataHeader.NO_PEER_ID),
                        MssClamp.forTransport(ipv6, config.transport() == Transport.TCP, format),
                        new DataChannel(
                                sendSwitch(config.limits()),
                                config.limits().transitionWindow().toNanos(),
                                BUFFERS));
        apply();
    }

    /// Why these settings cannot be used with this client; empty if they can.
    static Optional<String> incompatibility(
            PushedSettings settings, ClientConfig config, boolean canExport) {
        PushedSettings.Channel channel = settings.channel();
        if (format(channel, config).isEmpty()) {
            return Optional.of("no common data cipher: " + channel.cipher().orElse("none pushed"));
        }
        if (!channel.compression().isEmpty() && !channel.compression().equals("compress stub-v2")) {
            return Optional.of("compression is not supported: " + channel.compression());
        }
        boolean epochs = channel.flags().contains(PushedSettings.Flag.EPOCH_DATA);
        if (epochs
                && (channel.peerId().isEmpty()
                        || !channel.flags().contains(PushedSettings.Flag.EXPORTED_KEYS))) {
            return Optional.of("epoch data keys need exported keys and a peer id");
        }
        boolean exports =
                channel.flags().contains(PushedSettings.Flag.EXPORTED_KEYS)
                        || channel.flags().contains(PushedSettings.Flag.DYNAMIC_TLS_CRYPT);
        return exports && !canExport
                ? Optional.of("the TLS session cannot export keys")
                : Optional.empty();
    }

    /// The format that these settings ask for, if it may be used. A server that names no cipher is
    /// an old one.
    private static Optional<DataFormat> format(
            PushedSettings.Channel channel, ClientConfig config) {
        String name = channel.cipher().orElse("");
        Optional<DataFormat.Cbc> cbc =
                config.cbc()
                        .filter(offered ->
                                name.isEmpty() || offered.cipherName().equalsIgnoreCase(name));
        return DataCipher.named(name)
                .filter(config.ciphers()::contains)
                .<DataFormat>map(cipher ->
                        channel.flags().contains(PushedSettings.Flag.EPOCH_DATA)
                                ? new DataFormat.Epoch(cipher)
                                : new DataFormat.Aead(cipher))
                .or(() -> cbc);
    }

    PushedSettings settings() {
        return settings;
    }

    String cipherName() {
        return format.cipherName();
    }

    PeerTunnel tunnel() {
        return tunnel;
    }

    boolean has(PushedSettings.Flag flag) {
        return settings.channel().flags().contains(flag);
    }

    /// Settles an exchange: puts its key into the tunnel and sets the time of the next one.
    void agree(long nowNanos, KeyExchange exchange, KeyExchange.Exchanged exchanged)
            throws TlsFailedException {
        Optional<DataKeyMaterial> material =
                has(PushedSettings.Flag.EXPORTED_KEYS)
                        ? exchange.tls()
                                .export(DataKeyMaterial.EXPORTER_LABEL, DataKeyMaterial.LENGTH)
                                .map(DataKeyMaterial::ofExporter)
                        : Optional.of(
                                exchanged.material(
                                        setup.localSessionId(), setup.remoteSessionId()));
        if (material.isEmpty()) {
            throw new TlsFailedException("the TLS session cannot export keys");
        }
        tunnel.install(
                nowNanos,
                DataKey.create(
                        format,
                        true,
                        exchange.keyId(),
                        material.get(),
                        setup.random(),
                        ReplayWindow.STOCK,
                        setup.config().aead()));
        material.get().erase();
        exchange.settle();
        Duration period = setup.config().limits().renegotiate();
        rekeyNanos = period.isZero() ? Deadline.NEVER : nowNanos + period.toNanos();
    }

    /// The owner wants a new key now.
    void wantRekey(long nowNanos) {
        rekeyNanos = nowNanos;
    }

    /// When the client should start the next exchange, if the server has not.
    long rekeyDeadline(KeyExchanges exchanges) {
        long earliest = exchanges.earliestNext();
        boolean overdue = rekeyNanos != Deadline.NEVER && rekeyNanos - earliest < 0;
        return tunnel.wantsRekey() || overdue ? earliest : rekeyNanos;
    }

    /// Pings when the line was quiet, and opens the next key exchange in time.
    void tick(long nowNanos, KeyExchanges exchanges, Session.Sink output) {
        tunnel.tick(nowNanos, output);
        if (Deadline.isDue(rekeyDeadline(exchanges), nowNanos) && exchanges.mayOpenNext(nowNanos)) {
            exchanges.openNext(nowNanos);
        }
    }

    /// A part of an update of the settings.
    ///
    /// @return what came of it, once it is complete
    Optional<Update> update(String part) throws MalformedMessageException {
        return updates.add(part)
                .map(changes ->
                        options.update(changes)
                                .<Update>map(Update.Impossible::new)
                                .orElseGet(this::updated));
    }

    private Update updated() {
        settings = SettingsReader.read(options.options(), setup.config().limits().mtu());
        apply();
        return new Update.Applied();
    }

    private void apply() {
        tunnel.limitTo(settings.mtu());
        tunnel.keepAlive(nanos(settings.times().ping()), nanos(settings.times().pingRestart()));
    }

    private static long nanos(Optional<Duration> duration) {
        return duration.map(Duration::toNanos).orElse(Deadline.NEVER);
    }

    /// Stock servers can use a new key as soon as key method 2 is acknowledged, but one that still
    /// asks somebody about the user cannot, and takes the old key meanwhile. So we wait as long as
    /// stock clients do, unless the server uses the new key earlier.
    private static long sendSwitch(ClientConfig.Limits limits) {
        long window = limits.handWindow().toNanos();
        long half = limits.renegotiate().toNanos() / 2;
        return half == 0 ? window : Math.min(window, half);
    }

    /// What came of an update.
    sealed interface Update {
        /// [KnownServer#settings] are the new ones.
        record Applied() implements Update {}

        /// Only a new connection helps.
        record Impossible(String reason) implements Update {}
    }
}
