package io.fieldgate.launcher.host;

import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.Machine;

/// A secure server that the host knows, as it is remembered on disk.
///
/// @param spec how the portal wants it
/// @param user number of its own user; 0 when all runs as the launcher's user
record HostedInstance(InstanceSpec spec, int user) {
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    Account account() {
        return user == 0
                ? new Account.Self()
                : new Account.Unprivileged(user, spec.port() < FIRST_UNPRIVILEGED_PORT);
    }

    /// What separates it from others, in words.
    String boundary() {
        return Machine.isRoot()
                ? "own process, unprivileged user and directory"
                : "own process and directory, same user";
    }

    String id() {
        return spec.instanceId();
    }

    HostedInstance with(InstanceSpec newSpec) {
        return new HostedInstance(newSpec, user);
    }
}
