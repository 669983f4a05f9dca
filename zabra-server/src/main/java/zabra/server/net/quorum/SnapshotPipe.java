package zabra.server.net.quorum;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Objects;

/**
 * Carries the raw stream of a snapshot from the loop to the thread that reads it, so much at a
 * time. Only the reader learns where the stream ends, maybe after it has read beyond; so what it
 * read last is kept, and {@link #surplus} gives back what was not its own.
 */
final class SnapshotPipe extends InputStream {
    /** More than any reader reads ahead. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final int FULL_BYTES = 1 << 20;

    /** A piece of the stream; {@code from} is where in the stream it begins. */
    private record Piece(long from, byte[] bytes) {
        long end() {
            return from + bytes.length;
        }
    }

    private final Runnable onRoom;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final ArrayDeque<Piece> kept = new ArrayDeque<>();
    private long written;
    private long read;
    private boolean full;
    private boolean aborted;

    /**
     * @param onRoom called on the reader's thread when {@link #write} said that it was full and
     *     there is room again
     */
    SnapshotPipe(Runnable onRoom) {
        this.onRoom = onRoom;
    }

    /**
     * Adds bytes, always; they now belong to the pipe.
     *
     * @return false where it is full: add no more until there is room, a little is no harm
     */
    synchronized boolean write(byte[] bytes) {
        if (bytes.length > 0) {
            pieces.addLast(new Piece(written, bytes));
            written += bytes.length;
            notifyAll();
        }
        full = written - read >= FULL_BYTES;
        return !full;
    }

    /** The stream will not go on; the reader gets a {@link ClosedChannelException}. */
    synchronized void abort() {
        aborted = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int count;
        boolean room;
        synchronized (this) {
            count = take(target, offset, length);
            room = full && written - read <= FULL_BYTES / 2;
            if (room) {
                full = false;
            }
        }
        if (room) {
            onRoom.run();
        }
        return count;
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        try {
            while (pieces.isEmpty() && !aborted) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedChannelException();
        }
        if (aborted) {
            throw new ClosedChannelException();
        }
        Piece piece = pieces.getFirst();
        int at = (int) (read - piece.from);
        int count = Math.min(length, piece.bytes.length - at);
        System.arraycopy(piece.bytes, at, target, offset, count);
        read += count;
        if (read == piece.end()) {
            kept.addLast(pieces.removeFirst());
            while (read - kept.getFirst().end() >= KEPT_BYTES) {
                kept.removeFirst();
            }
        }
        return count;
    }

    /**
     * All bytes from {@code length} on: the stream was so long. The reader is done.
     *
     * @throws IllegalStateException where it read on further than is kept, or not so far
     */
    synchronized byte[] surplus(long length) {
        long keptFrom =
                !kept.isEmpty()
                        ? kept.getFirst().from
                        : pieces.isEmpty() ? written : pieces.getFirst().from;
        if (length < keptFrom || length > read) {
            throw new IllegalStateException(
                    "stream of " + length + " bytes, read " + read + ", kept from " + keptFrom);
        }
        byte[] rest = new byte[Math.toIntExact(written - length)];
        for (Piece piece : kept) {
            copy(piece, length, rest);
        }
        for (Piece piece : pieces) {
            copy(piece, length, rest);
        }
        return rest;
    }

    private static void copy(Piece piece, long length, byte[] rest) {
        long from = Math.max(piece.from, length);
        if (from < piece.end()) {
            System.arraycopy(
                    piece.bytes,
                    (int) (from - piece.from),
                    rest,
                    (int) (from - length),
                    (int) (piece.end() - from));
        }
    }
}
