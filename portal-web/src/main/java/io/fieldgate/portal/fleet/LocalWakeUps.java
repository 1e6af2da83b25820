package io.fieldgate.portal.fleet;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Wakes the long polls of this process right after the commit that raised a revision. PostgreSQL
/// tells the other replicas, and this one a moment later again ([RevisionListener]).
@Component
class LocalWakeUps {
    private final StateSignals signals;

    LocalWakeUps(StateSignals signals) {
        this.signals = signals;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void changed(SecureServerChanged event) {
        signals.wake(event.secureServerId());
    }

    /// Wakes after the commit of the present transaction.
    void afterCommit(UUID serverId) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        signals.wake(serverId);
                    }
                });
    }
}
