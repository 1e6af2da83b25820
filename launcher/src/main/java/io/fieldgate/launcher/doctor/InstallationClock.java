package io.fieldgate.launcher.doctor;

import io.fieldgate.launcher.system.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Compares the clock with the time in which the installation's own certificates count: a clock
/// that says a time before they were made has been set back, and no tunnel would come up.
public record InstallationClock(DataFolder data) {
    /// @return empty when there is no certificate to compare with, or it cannot be read: the next
    ///   start writes the file anew
    public Optional<Finding> finding(Instant now) {
        try (InputStream in = Files.newInputStream(data.portalCa(), LinkOption.NOFOLLOW_LINKS)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in)
                            instanceof X509Certificate root
                    ? Optional.of(compare(root, now))
                    : Optional.empty();
        } catch (IOException | CertificateException notThereYet) {
            return Optional.empty();
        }
    }

    private static Finding compare(X509Certificate root, Instant now) {
        Instant from = root.getNotBefore().toInstant();
        Instant until = root.getNotAfter().toInstant();
        String found =
                "%s; certificates of this installation count from %s to %s"
                        .formatted(now.truncatedTo(ChronoUnit.SECONDS), from, until);
        return now.isBefore(from) || now.isAfter(until)
                ? Finding.failed("clock", found, MachineChecks.SET_THE_CLOCK)
                : Finding.passed("certificates", found);
    }
}
