package io.fieldgate.portal.certificate;

import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The keys of each secure server that protect control channels: the tls-crypt-v2 server key, and
/// the tls-crypt key that its old clients share. Made when first asked for, encrypted in the
/// database.
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
        return read(Kind.SERVER, tenantId, secureServerId);
    }

    /// The 256 bytes of the tls-crypt key that old clients share. Like [#keyOf], the first call
    /// writes.
    @Transactional
    public byte[] oldClientKeyOf(UUID tenantId, UUID secureServerId) {
        return read(Kind.OLD_CLIENTS, tenantId, secureServerId);
    }

    private enum Kind {
        SERVER("server_key"),
        OLD_CLIENTS("old_client_key");

        private final String table;

        Kind(String table) {
            this.table = table;
        }

        byte[] generate(SecureRandom random) {
            return switch (this) {
                case SERVER -> TlsCryptV2ServerKey.generate(random);
                case OLD_CLIENTS -> StaticKey.generate(random).toBytes();
            };
        }
    }

    private byte[] read(Kind kind, UUID tenantId, UUID secureServerId) {
        return jdbc.sql("SELECT sealed FROM " + kind.table + " WHERE secure_server_id = ?")
                .params(secureServerId)
                .query(byte[].class)
                .optional()
                .map(sealed -> encryption.open(sealed, context(kind, tenantId, secureServerId)))
                .orElseGet(() -> create(kind, tenantId, secureServerId));
    }

    private byte[] create(Kind kind, UUID tenantId, UUID secureServerId) {
        byte[] key = kind.generate(random);
        int inserted =
                jdbc.sql(
                                "INSERT INTO "
                                        + kind.table
                                        + """
                                            (secure_server_id, tenant_id, sealed, created_at)
                                        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                                        """)
                        .params(
                                secureServerId,
                                tenantId,
                                encryption.seal(key, context(kind, tenantId, secureServerId)),
                                clock.instant().atOffset(ZoneOffset.UTC))
                        .update();
        // another transaction was first: its key counts
        return inserted == 1 ? key : read(kind, tenantId, secureServerId);
    }

    private static String context(Kind kind, UUID tenantId, UUID secureServerId) {
        return kind.table + "/sealed/" + tenantId + "/" + secureServerId;
    }
}
