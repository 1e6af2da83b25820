package io.fieldgate.launcher.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/// Whole folders: deleted, or given to another owner.
public final class Trees {
    private Trees() {}

    /// Deletes the folder with all that is in it; a folder that is absent is fine.
    ///
    /// Walks by open directories, so that a link put in place meanwhile is removed, not followed.
    public static void delete(Path root) throws IOException {
        Path parent = root.getParent();
        Path name = root.getFileName();
        if (parent == null || name == null) {
            throw new IOException("refusing to delete " + root);
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
            if (stream instanceof SecureDirectoryStream<Path> directory) {
                delete(directory, name);
            } else {
                throw new IOException("this file system cannot delete folders safely: " + parent);
            }
        } catch (NoSuchFileException absent) {
            return;
        }
    }

    private static void delete(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        BasicFileAttributes attributes =
                parent.getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
        if (!attributes.isDirectory()) {
            parent.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> directory =
                parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : directory) {
                delete(directory, entry.getFileName());
            }
        }
        parent.deleteDirectory(name);
    }

    /// Gives the folder and all that is in it to the owner. Nobody else may be at work in it.
    public static void own(Path root, Account owner) throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        owner.own(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        owner.own(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
