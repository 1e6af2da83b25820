package io.fieldgate.server.flood;

/// A server that can be flooded: ours, or the original.
interface FloodedServer extends AutoCloseable {
    String name();

    int port();

    @Override
    void close();
}
