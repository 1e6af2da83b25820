package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.ServerSettings.Announcements;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What follows when an admin says what becomes of announced subnets.
@Component
class AnnouncementPolicy {
    private final SubnetDecisions decisions;
    private final SubnetKeeper keeper;

    AnnouncementPolicy(SubnetDecisions decisions, SubnetKeeper keeper) {
        this.decisions = decisions;
        this.keeper = keeper;
    }

    /// Nothing that works is cut: what is in force counts as approved. What waits comes in force
    /// when nobody is asked any more.
    ///
    /// @param server locked, changed already
    /// @param wanted null if that did not change
    void changed(SecureServer server, @Nullable Announcements wanted) {
        if (wanted == null) {
            return;
        }
        switch (wanted) {
            case ASK -> decisions.approveInForce(server.facts());
            case ACCEPT -> keeper.settle(server.facts(), null, server::raiseRevision);
        }
    }
}
