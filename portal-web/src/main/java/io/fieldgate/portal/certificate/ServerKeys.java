package io.fieldgate.portal.certificate;

import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The tls-crypt-v2 server key of each secure server: made when it is first asked for, encrypted in
/// the database.
@Service
public class ServerKeys {
    private final JdbcClient jdbc;
    private final KeyEncryption encryption;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ServerKeys(JdbcClient jdbc, KeyEncryption encryption, Clock clock) {
        this.jdbc = jdbc;
        this.encryption = encryption;
        this.clock = clock;
    }

    /// The 128 bytes of the key. The first call for a secure server writes, so its transaction must
    /// not be read-only; [Certificates#acceptForServer] and [Profiles#make] make that call.
    @Transactional
    public byte[] keyOf(UUID tenantId, UUID secureServerId) {
        return read(tenantId, secureServerId);
    }

    private byte[] read(UUID tenantId, UUID secureServerId) {
        return jdbc.sql("SELECT sealed FROM server_key WHERE secure_server_id = ?")
                .params(secureServerId)
                .query(byte[].class)
                .optional()
                .map(sealed -> encryption.open(sealed, context(tenantId, secureServerId)))
                .orElseGet(() -> create(tenantId, secureServerId));
    }

    private byte[] create(UUID tenantId, UUID secureServerId) {
        byte[] key = TlsCryptV2ServerKey.generate(random);
        int inserted =
                jdbc.sql(
                                """
                                INSERT INTO server_key
                                    (secure_server_id, tenant_id, sealed, created_at)
                                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                                """)
                        .params(
                                secureServerId,
                                tenantId,
                                encryption.seal(key, context(tenantId, secureServerId)),
                                clock.instant().atOffset(ZoneOffset.UTC))
                        .update();
        // another transaction was first: its key counts
        return inserted == 1 ? key : read(tenantId, secureServerId);
    }

    private static String context(UUID tenantId, UUID secureServerId) {
        return "server_key/sealed/" + tenantId + "/" + secureServerId;
    }
}
