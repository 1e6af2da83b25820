package io.fieldgate.openvpn.fuzz;

import java.lang.reflect.InvocationTargetException;

/// All targets by the names that `./fieldgate fuzz` takes.
enum FuzzTargets {
    control_packet(ControlPacketFuzz.class),
    tls_crypt(TlsCryptFuzz.class),
    tls_auth(TlsAuthFuzz.class),
    wrapped_client_key(WrappedClientKeyFuzz.class),
    client_key_pem(ClientKeyPemFuzz.class),
    early_negotiation(EarlyNegotiationFuzz.class),
    tcp_framing(TcpFramingFuzz.class),
    replay_window(ReplayWindowFuzz.class),
    reliability(ReliabilityFuzz.class),
    key_method_2(KeyMethod2Fuzz.class),
    key_method_2_answer(KeyMethod2AnswerFuzz.class),
    options_string(OptionsStringFuzz.class),
    peer_info(PeerInfoFuzz.class),
    client_message(ClientMessageFuzz.class),
    server_message(ServerMessageFuzz.class),
    server_words(ServerWordsFuzz.class),
    password_field(PasswordFieldFuzz.class),
    profile(ProfileFuzz.class),
    certificate(CertificateFuzz.class),
    data_packet(DataPacketFuzz.class),
    mss_clamp(MssClampFuzz.class),
    gate(GateFuzz.class),
    session(SessionFuzz.class);

    private final Class<?> type;

    FuzzTargets(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    void run(byte[] input) {
        try {
            type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw new AssertionError(this + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
