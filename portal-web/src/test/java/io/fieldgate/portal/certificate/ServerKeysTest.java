package io.fieldgate.portal.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class ServerKeysTest {
    @Autowired private ServerKeys keys;
    @Autowired private KeyEncryptionCheck check;
    @Autowired private FieldgateSettings settings;
    @Autowired private FleetForTests fleet;
    @Autowired private TransactionTemplate transactions;
    @Autowired private JdbcClient jdbc;

    @Test
    void eachSecureServerHasAKeyOfItsOwnThatStays() {
        SecureServerView a = fleet.server();
        SecureServerView b = fleet.server();
        byte[] key = keyOf(a);
        assertThat(key).hasSize(128).isEqualTo(keyOf(a)).isNotEqualTo(keyOf(b));
    }

    @Test
    void theDatabaseDoesNotShowTheKey() {
        SecureServerView server = fleet.server();
        byte[] key = keyOf(server);
        byte[] sealed = sealed(server.id());
        assertThat(sealed).hasSize(12 + 128 + 16);
        String shown = HexFormat.of().formatHex(sealed);
        for (int at = 0; at + 8 <= key.length; at++) {
            assertThat(shown).doesNotContain(HexFormat.of().formatHex(key, at, at + 8));
        }
    }

    @Test
    void theKeyOfOldClientsIsKeptLikeTheOther() {
        SecureServerView a = fleet.server();
        SecureServerView b = fleet.server();
        byte[] key = oldClientKeyOf(a);
        assertThat(key).hasSize(256).isEqualTo(oldClientKeyOf(a)).isNotEqualTo(oldClientKeyOf(b));
        assertThat(HexFormat.of().formatHex(sealed("old_client_key", a.id())))
                .hasSize(2 * (12 + 256 + 16))
                .doesNotContain(HexFormat.of().formatHex(key, 0, 8));
    }

    @Test
    void aKeyCopiedToAnotherSecureServerDoesNotOpen() {
        SecureServerView a = fleet.server();
        SecureServerView b = fleet.server();
        keyOf(a);
        byte[] sealed = sealed(a.id());
        Scope.operator()
                .run(() ->
                        transactions.executeWithoutResult(_ ->
                                jdbc.sql(
                                                """
                                                INSERT INTO server_key
                                                VALUES (?, ?, ?, now())
                                                """)
                                        .params(b.id(), b.tenantId(), sealed)
                                        .update()));
        assertThatThrownBy(() -> keyOf(b))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not open");
    }

    @Test
    void aLostKeyEncryptionKeyEndsTheStart() throws Exception {
        keyOf(fleet.server());
        Path file = settings.directory().resolve("key-encryption.key");
        Path aside = file.resolveSibling("aside");
        check.run(new DefaultApplicationArguments());
        Files.move(file, aside);
        try {
            assertThatThrownBy(() -> check.run(new DefaultApplicationArguments()))
                    .hasMessageContaining("backup");
        } finally {
            Files.move(aside, file);
        }
    }

    private byte[] keyOf(SecureServerView server) {
        return Scope.operator().call(() -> keys.keyOf(server.tenantId(), server.id()));
    }

    private byte[] oldClientKeyOf(SecureServerView server) {
        return Scope.operator().call(() -> keys.oldClientKeyOf(server.tenantId(), server.id()));
    }

    private byte[] sealed(UUID serverId) {
        return sealed("server_key", serverId);
    }

    private byte[] sealed(String table, UUID serverId) {
        return Objects.requireNonNull(
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql(
                                                        "SELECT sealed FROM "
                                                                + table
                                                                + " WHERE"
                                                                + " secure_server_id"
                                                                + " = ?")
                                                .params(serverId)
                                                .query(byte[].class)
                                                .single())));
    }
}
