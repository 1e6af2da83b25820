package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.shared.RefusedException;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Lets other modules change what a secure server must know. All of it belongs in the caller's
/// transaction; the server's long poll wakes at its commit.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class StateChanges {
    private final JdbcClient jdbc;
    private final ServerStates servers;

    StateChanges(JdbcClient jdbc, ServerStates servers) {
        this.jdbc = jdbc;
        this.servers = servers;
    }

    /// Locks a secure server until the end of the transaction: whoever changes what it must know
    /// does this first, and reads only afterwards.
    ///
    /// @throws RefusedException if there is none in the caller's scope
    public void lock(UUID secureServerId) {
        if (!servers.lock(secureServerId)) {
            throw RefusedException.notFound("secure server");
        }
    }

    /// Says that the rules of a locked secure server changed.
    ///
    /// @return the revision of the change
    public long policyChanged(UUID secureServerId) {
        long revision = servers.raiseRevision(secureServerId);
        jdbc.sql("UPDATE secure_server SET policy_revision = :revision WHERE id = :id")
                .param("revision", revision)
                .param("id", secureServerId)
                .update();
        return revision;
    }

    /// Says that the named devices behind a node of a locked secure server changed.
    ///
    /// @return the revision of the change
    public long devicesChanged(UUID secureServerId, UUID nodeId) {
        long revision = servers.raiseRevision(secureServerId);
        int found =
                jdbc.sql(
                                """
                                UPDATE peer SET revision = :revision
                                WHERE id = :node AND secure_server_id = :server AND kind = 'NODE'
                                """)
                        .param("revision", revision)
                        .param("node", nodeId)
                        .param("server", secureServerId)
                        .update();
        if (found == 0) {
            throw RefusedException.notFound(FleetRows.word(PeerKind.NODE));
        }
        return revision;
    }

    /// Says that a question was asked of a locked secure server.
    ///
    /// @return the revision of the question
    public long probeAsked(UUID secureServerId) {
        return servers.raiseRevision(secureServerId);
    }
}
