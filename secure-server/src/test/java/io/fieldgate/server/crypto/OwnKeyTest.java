package io.fieldgate.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.support.TestCa;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnKeyTest {
    @TempDir private Path directory;

    @Test
    void theKeyIsGivenToThoseWhoAskForItsKind() throws Exception {
        TestCa.Issued own = new TestCa(directory, "ca").issue("own", TestCa.CLIENT);
        PrivateKey key = own.key();
        X509ExtendedKeyManager keys =
                (X509ExtendedKeyManager) OwnKey.managers(key, List.of(own.certificate()))[0];
        for (String kind : List.of("EC", "EC_EC", "EC_RSA")) {
            String alias = keys.chooseEngineServerAlias(kind, null, null);
            assertThat(alias).isNotNull().isEqualTo(keys.chooseServerAlias(kind, null, null));
            assertThat(keys.getPrivateKey(alias)).isSameAs(key);
            assertThat(keys.getCertificateChain(alias)).containsExactly(own.certificate());
            assertThat(keys.getServerAliases(kind, null)).containsExactly(alias);
            assertThat(keys.getClientAliases(kind, null)).containsExactly(alias);
            String[] kinds = {"RSA", kind};
            assertThat(keys.chooseEngineClientAlias(kinds, null, null)).isEqualTo(alias);
            assertThat(keys.chooseClientAlias(kinds, null, null)).isEqualTo(alias);
        }
        for (String kind : List.of("RSA", "EdDSA", "ECX")) {
            assertThat(keys.chooseEngineServerAlias(kind, null, null)).isNull();
            assertThat(keys.chooseEngineClientAlias(new String[] {kind}, null, null)).isNull();
            assertThat(keys.getServerAliases(kind, null)).isNull();
        }
        assertThat(keys.getPrivateKey("other")).isNull();
        assertThat(keys.getCertificateChain("other")).isNull();
    }
}
