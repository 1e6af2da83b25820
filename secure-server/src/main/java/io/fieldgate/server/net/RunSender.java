package io.fieldgate.server.net;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.lang.foreign.Arena;

/// Gives the runs of a [SendQueue] to the kernel, as few calls as possible. What it does not take
/// is counted and gone.
final class RunSender {
    private final NativeSockets sockets;
    private final int descriptor;
    private final DropCounters drops;
    private final MessageHeaders headers;

    RunSender(Arena arena, NativeSockets sockets, int descriptor, DropCounters drops) {
        this.sockets = sockets;
        this.descriptor = descriptor;
        this.drops = drops;
        this.headers = new MessageHeaders(arena, SendQueue.MOST, SendQueue.MOST);
    }

    /// Sends all and empties the queue.
    void send(SendQueue queue) {
        int messages = queue.runs();
        int buffer = 0;
        for (int i = 0; i < messages; i++) {
            SendQueue.Run run = queue.run(i);
            address(i, run);
            headers.buffers(i, buffer, run.count());
            for (int d = run.first(), left = run.count(); left > 0; left--, d = queue.after(d)) {
                headers.buffer(buffer++, queue.address(d), queue.length(d));
            }
            if (run.count() > 1) {
                headers.cutInto(i, run.segment());
            } else {
                headers.noControl(i);
            }
        }
        for (int sent = 0; sent < messages; ) {
            int taken = sockets.send(descriptor, headers.from(sent), messages - sent);
            if (taken > 0) {
                sent += taken;
            } else if (sockets.error() != NativeSockets.EINTR) {
                refused(queue, queue.run(sent));
                sent++;
            }
        }
        queue.clear();
    }

    private void address(int message, SendQueue.Run run) {
        run.to().write(headers.names(), MessageHeaders.nameAt(message));
        headers.nameLength(message, KnownAddress.LENGTH);
    }

    /// A run of packets that are too long for the path is refused as a whole; one by one the kernel
    /// cuts them into fragments. A device without checksums of its own takes no runs at all.
    private void refused(SendQueue queue, SendQueue.Run run) {
        int error = sockets.error();
        boolean single =
                run.count() == 1
                        || (error != NativeSockets.EINVAL
                                && error != NativeSockets.EMSGSIZE
                                && error != NativeSockets.EIO);
        if (single) {
            for (int i = 0; i < run.count(); i++) {
                drops.count(reason(error));
            }
            return;
        }
        if (error == NativeSockets.EIO) {
            queue.stopGathering();
        }
        oneByOne(queue, run);
    }

    /// Uses headers of its own, for those of the runs behind this one are still needed.
    private void oneByOne(SendQueue queue, SendQueue.Run run) {
        try (Arena arena = Arena.ofConfined()) {
            MessageHeaders single = new MessageHeaders(arena, 1, 1);
            run.to().write(single.names(), MessageHeaders.nameAt(0));
            single.nameLength(0, KnownAddress.LENGTH);
            single.buffers(0, 0, 1);
            single.noControl(0);
            for (int d = run.first(), left = run.count(); left > 0; left--, d = queue.after(d)) {
                single.buffer(0, queue.address(d), queue.length(d));
                if (sockets.send(descriptor, single.from(0), 1) != 1) {
                    drops.count(reason(sockets.error()));
                }
            }
        }
    }

    private static DropReason reason(int error) {
        return error == NativeSockets.EAGAIN
                ? DropReason.UDP_BUFFER_FULL
                : DropReason.UDP_SEND_FAILED;
    }
}
