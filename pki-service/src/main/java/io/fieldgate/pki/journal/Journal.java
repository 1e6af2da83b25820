package io.fieldgate.pki.journal;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.pki.key.OwnerOnlyFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The append-only record of a certification authority: the only place where it keeps state.
///
/// ```
/// +----------------+-------+------------------------------+------+
/// | CRC-32C, 8 hex | space | JournalEntry as JSON, UTF-8  |  \n  |
/// +----------------+-------+------------------------------+------+
/// ```
///
/// An entry is on the disk when [#append] returns. A last line without its end is what a crash
/// leaves behind; it was never acknowledged and is cut off on opening. Any other damage stops the
/// start, because an authority that forgot a revocation must not go on.
///
/// One process at a time; callers see to it that one thread at a time appends.
public final class Journal implements Closeable {
    /// Longest line, so that a damaged file cannot fill the memory.
    static final int MAX_LINE_BYTES = 64 * 1024;

    private static final int CHECKSUM_CHARACTERS = 8;
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private long end;
    private boolean broken;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /// Opens or makes the journal and replays what it holds.
    ///
    /// @throws IOException in words for the operator, when another process has the journal or a
    ///   line is damaged
    public static Journal open(Path file, Replay replay) throws IOException {
        OwnerOnlyFiles.createFile(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            Journal journal = new Journal(channel);
            journal.replay(file, replay);
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Called for each entry, oldest first.
    public interface Replay {
        void entry(long position, JournalEntry entry);
    }

    /// Writes an entry and waits until it is on the disk.
    ///
    /// @return where it stands, for [#read]
    /// @throws IOException if it is not on the disk; then it is not in the journal either, or the
    ///   journal takes no more entries until the process has been started again
    public long append(JournalEntry entry) throws IOException {
        if (broken) {
            throw new IOException("The journal takes no more entries after an earlier disk fault.");
        }
        byte[] line = encode(entry);
        long position = end;
        try {
            ByteBuffer buffer = ByteBuffer.wrap(line);
            long at = position;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            channel.force(false);
            end = at;
            return position;
        } catch (IOException e) {
            undo(position, e);
            throw e;
        }
    }

    /// The entry that [#append] wrote at this position.
    public JournalEntry read(long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(MAX_LINE_BYTES, end - position));
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        byte[] bytes = buffer.array();
        for (int i = 0; i < buffer.position(); i++) {
            if (bytes[i] == '\n') {
                return decode(bytes, i);
            }
        }
        throw new IOException("The journal has no entry at position " + position + ".");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException(
                    "Another PKI service is running on "
                            + file
                            + ". End it first, or use another directory.");
        }
    }

    /// After a failed write the file may hold a part of a line, or a line that is not durable.
    private void undo(long position, IOException cause) {
        try {
            channel.truncate(position);
            channel.force(false);
        } catch (IOException e) {
            broken = true;
            cause.addSuppressed(e);
        }
    }

    private void replay(Path file, Replay replay) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        byte[] line = new byte[MAX_LINE_BYTES];
        int length = 0;
        long lineNumber = 1;
        long position = 0;
        while (channel.read(buffer, position + length) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    replay.entry(position, decode(line, length, file, lineNumber));
                    position += length + 1;
                    lineNumber++;
                    length = 0;
                } else if (length == MAX_LINE_BYTES) {
                    throw damaged(file, lineNumber, null);
                } else {
                    line[length++] = next;
                }
            }
            buffer.clear();
        }
        end = position;
        if (length > 0) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private static byte[] encode(JournalEntry entry) {
        byte[] json = ContractJson.MAPPER.writeValueAsBytes(entry);
        if (json.length + CHECKSUM_CHARACTERS + 2 > MAX_LINE_BYTES) {
            throw new IllegalArgumentException("a journal entry of " + json.length + " bytes");
        }
        byte[] checksum = checksum(json, 0, json.length);
        return ByteBuffer.allocate(json.length + CHECKSUM_CHARACTERS + 2)
                .put(checksum)
                .put((byte) ' ')
                .put(json)
                .put((byte) '\n')
                .array();
    }

    private static JournalEntry decode(byte[] line, int length) throws IOException {
        int start = CHECKSUM_CHARACTERS + 1;
        if (length < start) {
            throw new IOException("too short");
        }
        byte[] expected = checksum(line, start, length - start);
        for (int i = 0; i < CHECKSUM_CHARACTERS; i++) {
            if (line[i] != expected[i]) {
                throw new IOException("wrong checksum");
            }
        }
        try {
            return ContractJson.MAPPER.readValue(line, start, length - start, JournalEntry.class);
        } catch (JacksonException e) {
            throw new IOException("not a journal entry", e);
        }
    }

    private static JournalEntry decode(byte[] line, int length, Path file, long lineNumber)
            throws IOException {
        try {
            return decode(line, length);
        } catch (IOException e) {
            throw damaged(file, lineNumber, e);
        }
    }

    private static IOException damaged(Path file, long lineNumber, @Nullable IOException cause) {
        return new IOException(
                "Line "
                        + lineNumber
                        + " of the journal "
                        + file
                        + " is damaged. Put the journal back from the backup; nothing is issued"
                        + " until then.",
                cause);
    }

    private static byte[] checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }
}
