package io.fieldgate.launcher.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are replaced whole or not at all, and read without following links.
///
/// The new content is made in a folder of the launcher, given to its owner there, and moved into
/// place: a child process that owns the target's folder can neither see half a file nor lead root
/// elsewhere with a link.
public final class WholeFile {
    /// Larger files than this are not read: settings, secrets and certificates are small.
    static final int READ_LIMIT_BYTES = 1024 * 1024;

    private WholeFile() {}

    /// Replaces the file.
    ///
    /// @param workshop a folder on the same file system that only the launcher can write
    /// @param rights such as `rw-------`
    public static void write(
            Path workshop, Path target, String content, String rights, Account owner)
            throws IOException {
        Path draft = Files.createTempFile(workshop, "draft-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(rights));
            owner.own(draft);
            Files.move(
                    draft,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// Reads a small file.
    ///
    /// @throws IOException when it is a link, not a regular file, or larger than a mebibyte
    public static String read(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is not a regular file");
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(path, options)) {
            if (channel.size() > READ_LIMIT_BYTES) {
                throw new IOException(path + " is larger than " + READ_LIMIT_BYTES + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            int count = 0;
            while (bytes.hasRemaining() && count >= 0) {
                count = channel.read(bytes);
            }
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
    }
}
