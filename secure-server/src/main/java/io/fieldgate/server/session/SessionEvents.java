package io.fieldgate.server.session;

import io.fieldgate.contract.control.ServerEvent;

/// Where the data plane tells what happened, for the portal. Called on the worker thread; must not
/// block.
@FunctionalInterface
public interface SessionEvents {
    void add(ServerEvent event);
}
