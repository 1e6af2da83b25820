package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.nio.file.Path;

/// One of the two that are compared.
interface Contender {
    String label();

    /// Whether sites may use the same network, each with unique addresses beside
    /// ([io.fieldgate.server.benchmarks.load.MappedSites]).
    boolean mapsNetworks();

    /// Whether it is as fast at once as it will ever be, but for caches.
    boolean isCompiledBefore();

    /// Puts a server's files in place.
    Installation install(Setup setup) throws Exception;

    /// What a case wants.
    ///
    /// @param directory empty; for the server's files
    /// @param transport the stock server has one port for one of them
    /// @param heapMegabytes limit of a heap
    /// @param workers of a server that can have several; with more than one it may use all
    ///   processors
    record Setup(
            Lab lab,
            Side side,
            Path directory,
            Fleet fleet,
            Transport transport,
            int heapMegabytes,
            int workers) {}
}
