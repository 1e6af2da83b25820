package io.fieldgate.pki.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fieldgate.contract.pki.Revocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing that the certification authority did, or is about to do. Entries are never changed.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Ordered.class, name = "ordered"),
    @JsonSubTypes.Type(value = JournalEntry.Issued.class, name = "issued"),
    @JsonSubTypes.Type(value = JournalEntry.Revoked.class, name = "revoked"),
    @JsonSubTypes.Type(value = JournalEntry.CrlNumbered.class, name = "crl-numbered"),
    @JsonSubTypes.Type(value = JournalEntry.AuthorityDestroyed.class, name = "authority-destroyed"),
    @JsonSubTypes.Type(value = JournalEntry.PortalBound.class, name = "portal-bound")
})
public sealed interface JournalEntry {
    /// By this machine's clock.
    Instant at();

    /// A certificate is about to be signed. From here on its serial is used up.
    ///
    /// @param orderId the order that this answers
    /// @param contentSha256 SHA-256 of what was ordered, lower-case hex
    /// @param issuer name of the issuing CA
    /// @param serial lower-case hex
    /// @param toBeSigned the linted certificate without its signature, base64 of DER
    record Ordered(
            Instant at,
            String orderId,
            String contentSha256,
            String issuer,
            String serial,
            String toBeSigned)
            implements JournalEntry {}

    /// A certificate was signed; after this entry it may be released.
    ///
    /// @param issuer name of the issuing CA
    /// @param serial lower-case hex
    /// @param notAfter its end
    /// @param certificate base64 of DER
    record Issued(
            Instant at,
            String orderId,
            String issuer,
            String serial,
            Instant notAfter,
            String certificate)
            implements JournalEntry {}

    /// A certificate was revoked.
    ///
    /// @param issuer name of the issuing CA
    /// @param serial lower-case hex
    record Revoked(Instant at, String issuer, String serial, Revocation.Reason reason)
            implements JournalEntry {}

    /// A revocation list is about to be signed. From here on its number is used up.
    ///
    /// @param issuer name of the issuing CA
    record CrlNumbered(Instant at, String issuer, long number) implements JournalEntry {}

    /// A tenant's CA ended; its key is destroyed after this entry.
    ///
    /// @param issuer name of the CA
    record AuthorityDestroyed(Instant at, String issuer) implements JournalEntry {}

    /// From now on the holder of this key is the portal.
    ///
    /// @param secretSha256 hash of the one-time secret that this used up; null on renewal
    /// @param spkiSha256 SHA-256 of the portal's SubjectPublicKeyInfo, lower-case hex
    record PortalBound(Instant at, @Nullable String secretSha256, String spkiSha256)
            implements JournalEntry {}
}
