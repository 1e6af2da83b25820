package io.fieldgate.launcher;

import picocli.CommandLine.Command;

/// `./fieldgate version`.
@Command(
        name = "version",
        description = "Show the versions.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class)
final class VersionCommand implements Runnable {
    @Override
    public void run() {
        for (String line : new Version.Provider().getVersion()) {
            System.out.println(line);
        }
    }
}
