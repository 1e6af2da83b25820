package io.fieldgate.portal.fleet;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Tells when a node or client was last not let in, so that a person need not guess why.
@Service
public class PeerRefusals {
    private final RefusalTable refusals;

    PeerRefusals(RefusalTable refusals) {
        this.refusals = refusals;
    }

    /// Empty if its secure server never refused it.
    @Transactional(readOnly = true)
    public Optional<PeerRefusal> last(UUID peerId) {
        return refusals.find(peerId);
    }
}
