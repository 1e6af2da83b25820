package io.fieldgate.server.benchmarks;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.server.crypto.LibcryptoHome;

/// The homes of AEAD by the names that the benchmarks' parameters have.
public enum BenchHome {
    JDK,
    LIBCRYPTO;

    AeadHome home() {
        return switch (this) {
            case JDK -> AeadHome.JDK;
            case LIBCRYPTO ->
                    LibcryptoHome.find()
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "libcrypto.so.3 is missing: apt-get install libssl3"));
        };
    }
}
