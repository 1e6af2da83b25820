package io.fieldgate.pki.ca;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.journal.JournalEntry;
import io.fieldgate.pki.key.CaKey;
import io.fieldgate.pki.key.KeyVault;
import io.fieldgate.pki.lint.CertificatePlan;
import io.fieldgate.pki.lint.CertificateRole;
import io.fieldgate.pki.lint.IssuerIdentity;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.encoders.Hex;

/// The root, the platform CA below it, and one issuing CA per tenant below it.
final class Authorities {
    private static final Period ROOT_LIFETIME = Period.ofYears(20);
    private static final Period TENANT_LIFETIME = Period.ofYears(10);
    private static final Period PLATFORM_LIFETIME = Period.ofYears(5);
    private static final int NAME_SUFFIX_CHARACTERS = 8;
    private static final Instant FAR_FUTURE = Instant.parse("9999-12-31T23:59:59Z");

    private final Ledger ledger;
    private final KeyVault vault;
    private final Issuance issuance;
    private final InstantSource clock;
    private final Map<String, Authority> loaded = new HashMap<>();

    Authorities(Ledger ledger, KeyVault vault, Issuance issuance, InstantSource clock) {
        this.ledger = ledger;
        this.vault = vault;
        this.issuance = issuance;
        this.clock = clock;
    }

    /// Makes root and platform CA at the first start; finishes what a crash left undone.
    void establish() throws IOException, RefusedException {
        CaKey rootKey = keyFor(AuthorityNames.ROOT);
        String rootName = "Fieldgate Root CA " + suffix(rootKey);
        create(
                AuthorityNames.ROOT,
                rootKey,
                rootName,
                new Parent(
                        AuthorityNames.ROOT,
                        new IssuerIdentity(
                                CertificatePlan.name(rootName),
                                CertificatePlan.keyId(spki(rootKey)),
                                Instant.EPOCH,
                                FAR_FUTURE),
                        rootKey),
                CertificateRole.ROOT,
                ROOT_LIFETIME);
        CaKey platformKey = keyFor(AuthorityNames.PLATFORM);
        create(
                AuthorityNames.PLATFORM,
                platformKey,
                "Fieldgate Platform CA " + suffix(platformKey),
                rootAsParent(),
                CertificateRole.ISSUING_CA,
                PLATFORM_LIFETIME);
        for (String destroyed : ledger.destroyedAuthorities()) {
            vault.destroy(destroyed);
        }
    }

    Authority root() throws IOException, RefusedException {
        return find(AuthorityNames.ROOT);
    }

    /// Makes the tenant's CA if there is none.
    Authority ensureTenant(String tenantId) throws IOException, RefusedException {
        String name = AuthorityNames.tenant(tenantId);
        requireNotDestroyed(name);
        return create(
                name,
                keyFor(name),
                "Fieldgate Tenant CA " + tenantId,
                rootAsParent(),
                CertificateRole.ISSUING_CA,
                TENANT_LIFETIME);
    }

    Authority find(String name) throws IOException, RefusedException {
        requireNotDestroyed(name);
        Authority known = loaded.get(name);
        if (known != null) {
            return known;
        }
        Ledger.Order order = ledger.order(orderId(name)).orElse(null);
        if (order == null || !order.isIssued()) {
            throw new RefusedException(
                    Reason.NOT_FOUND,
                    "This tenant has no certification authority yet. Make it first.");
        }
        byte[] der = Base64.getDecoder().decode(ledger.issued(order).certificate());
        CaKey key =
                vault.find(name)
                        .orElseThrow(() ->
                                new IOException(
                                        "The key of the certification authority "
                                                + name
                                                + " is missing. Put it back from the"
                                                + " backup."));
        Authority authority = new Authority(name, new X509CertificateHolder(der), key);
        if (!authority.certificate().getSubjectPublicKeyInfo().equals(spki(key))) {
            throw new IOException(
                    "The key of the certification authority "
                            + name
                            + " does not belong to its certificate. Put it back from the backup.");
        }
        loaded.put(name, authority);
        return authority;
    }

    /// The authority issues nothing from now on, and its key is gone.
    void destroyTenant(String tenantId) throws IOException, RefusedException {
        String name = AuthorityNames.tenant(tenantId);
        if (!ledger.isDestroyed(name)) {
            if (ledger.order(orderId(name)).isEmpty()) {
                return;
            }
            ledger.record(new JournalEntry.AuthorityDestroyed(clock.instant(), name));
        }
        loaded.remove(name);
        vault.destroy(name);
    }

    private Authority create(
            String name,
            CaKey key,
            String commonName,
            Parent parent,
            CertificateRole role,
            Period lifetime)
            throws IOException, RefusedException {
        issuance.issue(
                new Issuance.Order(
                        orderId(name),
                        commonName,
                        parent.name(),
                        parent.identity(),
                        parent.key(),
                        new CertificateProfile(commonName, List.of(), role, lifetime),
                        spki(key)));
        return find(name);
    }

    private record Parent(String name, IssuerIdentity identity, CaKey key) {}

    private Parent rootAsParent() throws IOException, RefusedException {
        Authority root = root();
        return new Parent(root.name(), root.identity(), root.key());
    }

    private void requireNotDestroyed(String name) throws RefusedException {
        if (ledger.isDestroyed(name)) {
            throw new RefusedException(
                    Reason.GONE, "This tenant's certification authority was destroyed.");
        }
    }

    /// The key of that name. Made only while no certificate was ordered for it: a lost key must not
    /// be replaced in silence.
    private CaKey keyFor(String name) throws IOException {
        CaKey key = vault.find(name).orElse(null);
        if (key != null) {
            return key;
        }
        if (ledger.order(orderId(name)).isPresent()) {
            throw new IOException(
                    "The key of the certification authority "
                            + name
                            + " is missing. Put it back from the backup.");
        }
        return vault.create(name);
    }

    private static SubjectPublicKeyInfo spki(CaKey key) {
        return SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded());
    }

    /// Tells the authorities of two installations apart.
    private static String suffix(CaKey key) {
        return Hex.toHexString(CertificatePlan.keyId(spki(key)).getKeyIdentifier())
                .substring(0, NAME_SUFFIX_CHARACTERS);
    }

    private static String orderId(String name) {
        return "authority:" + name;
    }
}
