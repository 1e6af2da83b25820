package io.fieldgate.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;

/// The versions that were built in.
///
/// @param fieldgate of the product
/// @param postgres of the embedded database
record Version(String fieldgate, String postgres) {
    static Version builtIn() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/fieldgate.properties")) {
            if (in == null) {
                throw new IllegalStateException("fieldgate.properties is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(
                properties.getProperty("version", ""),
                properties.getProperty("postgres.version", ""));
    }

    /// `./fieldgate --version`.
    static final class Provider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            Version version = builtIn();
            return new String[] {
                "Fieldgate " + version.fieldgate(),
                "PostgreSQL " + version.postgres() + " (embedded)",
                "Java " + Runtime.version()
            };
        }
    }
}
